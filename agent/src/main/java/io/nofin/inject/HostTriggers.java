package io.nofin.inject;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostPlan;
import io.nofin.plan.HostTrigger;
import io.nofin.queue.TriggerCounts;
import io.nofin.queue.TriggerQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The waits for packets in one namespace: they are there before the first rule brings one, and until the last rule is gone. Closing twice is
 * fine. Not thread-safe, but for {@link #listen}.
 */
final class HostTriggers implements AutoCloseable {

    private final String host;
    private final Map<Integer, TriggerQueue> queues = new LinkedHashMap<>();
    private final Map<Integer, TriggerCounts> lastCounts = new LinkedHashMap<>();
    private volatile PacketListener listener = (step, label, packet) -> { };

    HostTriggers(String host) {
        this.host = host;
    }

    /** Starts all waits of a plan. */
    void start(HostPlan plan, NetworkNamespace namespace) throws IOException {
        for (HostTrigger trigger : plan.triggers()) {
            queues.put(trigger.step(), TriggerQueue.start(namespace, trigger.queue(), trigger.packet(), packet -> listener.seen(trigger.step(), host, packet)));
        }
    }

    void listen(PacketListener other) {
        listener = other;
    }

    /** Returns what has passed for a step. */
    TriggerCounts counts(int step) {
        return queues.containsKey(step) ? queues.get(step).counts() : lastCounts.getOrDefault(step, TriggerCounts.NONE);
    }

    /** Returns messages about waits that failed, where packets pass unseen, and about packets that were lost in them. */
    List<String> failures() throws IOException {
        List<String> messages = new ArrayList<>();
        for (TriggerQueue queue : queues.values()) {
            queue.failure().ifPresent(failure -> messages.add(host + ": a wait for a packet failed: " + failure));
            long lost = queue.lost();
            if (lost > 0) {
                messages.add(host + ": " + lost + " packets were lost while a step waited for one: they came faster than nofin can look at them");
            }
        }
        return messages;
    }

    @Override
    public void close() {
        queues.forEach((step, queue) -> {
            lastCounts.put(step, queue.counts());
            queue.close();
        });
        queues.clear();
    }
}
