package io.nofin.experiment;

import io.nofin.junit.TestHost;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/** Threads of applications, in the network of the host that they run on. */
final class Background {

    private Background() {
    }

    /** Makes threads for a library that has pools of its own, whoever makes it start them. */
    static ThreadFactory threads(TestHost host) {
        return work -> thread(new FutureTask<>(() -> {
            host.enter();
            work.run();
            return null;
        }), host);
    }

    /** Does something that may hang. */
    static <T> Future<T> start(TestHost host, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            host.enter();
            return work.call();
        });
        thread(task, host).start();
        return task;
    }

    private static Thread thread(FutureTask<?> task, TestHost host) {
        Thread thread = new Thread(task, "application-on-" + host.name());
        thread.setDaemon(true);
        return thread;
    }
}
