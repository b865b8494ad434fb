package io.nofin.server;

import io.nofin.api.JsonText;
import io.nofin.host.TargetList;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes changes of the targets. Looks for them every few seconds while a client follows, and does nothing otherwise. */
final class TargetWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TargetWatch.class);
    private static final long SECONDS = 3;

    private final EventBroadcast eventBroadcast;
    private final SharedQuery<TargetList> targets;
    private final ScheduledExecutorService timer;
    private int followers;
    private List<TargetList.Entry> last = List.of();
    private ScheduledFuture<?> looking;

    TargetWatch(EventBroadcast eventBroadcast, SharedQuery<TargetList> targets, ScheduledExecutorService timer) {
        this.eventBroadcast = eventBroadcast;
        this.targets = targets;
        this.timer = timer;
    }

    /**
     * Begins to follow, and returns the current targets. Changes since the last look are published to clients that follow already.
     *
     * @throws ApiError when the agent is shutting down
     */
    List<TargetList.Entry> begin() throws IOException {
        List<TargetList.Entry> now = targets.recent().entries();
        synchronized (this) {
            tell(now);
            if (followers == 0) {
                looking = begun();
            }
            followers++;
        }
        return now;
    }

    private ScheduledFuture<?> begun() {
        try {
            return timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            throw ServerSentEvents.ending();
        }
    }

    synchronized void end() {
        if (--followers == 0) {
            looking.cancel(false);
        }
    }

    static List<Map<String, Object>> data(List<TargetList.Entry> entries) {
        return entries.stream().map(TargetList.Entry::data).toList();
    }

    private void look() {
        try {
            tell(targets.recent().entries());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the targets of this host could not be listed: {}", e.getMessage());
        }
    }

    private synchronized void tell(List<TargetList.Entry> now) {
        if (!now.equals(last)) {
            last = now;
            eventBroadcast.publish("targets", () -> JsonText.line(data(now)));
        }
    }
}
