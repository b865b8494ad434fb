package io.nofin.server;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Creates timers, each with threads of its own, which exist only while there is work, so that timers do not delay each other. */
final class Timers {

    private static final long IDLE_SECONDS = 10;

    private Timers() {
    }

    static ScheduledThreadPoolExecutor of(String name, int threads) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(threads, work -> new Thread(work, name));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
