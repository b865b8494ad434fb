package io.nofin.inject;

import io.nofin.linux.CrashPoint;
import io.nofin.plan.CloseGate;
import io.nofin.plan.Gate;
import io.nofin.plan.GateMovement;
import io.nofin.plan.OpenGate;
import io.nofin.plan.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves the gates of some faults in all hosts at once, by requests that were encoded before: those that a timeline will want, and those
 * that were wanted lately, since a person who fires a fault often fires it again. Not thread-safe.
 */
final class GateVolleys {

    private static final int SPARE = 32;

    private final List<ArmedHost> hosts;
    private final int most;
    private final Map<Order, GateBatch> prepared = new LinkedHashMap<>(SPARE, 1, true);

    /** The faults that move together, and how. */
    private record Order(List<String> faults, boolean open, Duration length) {

        GateMovement movement(Gate gate) {
            return open ? new OpenGate(gate, length) : new CloseGate(gate);
        }
    }

    /**
     * Prepares every movement of a plan.
     *
     * @param hosts the hosts, which may change later: see {@link #renew}
     */
    GateVolleys(Plan plan, List<ArmedHost> hosts) {
        this.hosts = hosts;
        this.most = plan.movements().size() + SPARE;
        plan.movements().forEach(event -> prepared(event.fire() ? fire(event.faults(), event.length()) : heal(event.faults())));
    }

    /**
     * Opens the gates of some faults.
     *
     * @param length the time for which the faults fire
     */
    GateTiming open(List<String> faults, Duration length) throws IOException {
        return move(fire(faults, length));
    }

    /** Closes the gates of some faults. */
    GateTiming close(List<String> faults) throws IOException {
        return move(heal(faults));
    }

    /** Returns a movement that opens the gates of a fault as the hosts are now; it is not kept. */
    GateBatch opening(String fault, Duration length) {
        return batch(fire(List.of(fault), length));
    }

    /** Encodes everything again, for hosts or peers that have changed. */
    void renew() {
        prepared.replaceAll((order, before) -> batch(order));
    }

    private static Order fire(List<String> faults, Duration length) {
        return new Order(faults, true, Leases.first(length));
    }

    private static Order heal(List<String> faults) {
        return new Order(faults, false, Duration.ZERO);
    }

    private GateTiming move(Order order) throws IOException {
        GateBatch batch = prepared(order);
        CrashPoint.pass();
        GateTiming moved = batch.move();
        CrashPoint.pass();
        return moved;
    }

    private GateBatch prepared(Order order) {
        GateBatch batch = prepared.computeIfAbsent(order, this::batch);
        if (prepared.size() > most) {
            prepared.remove(prepared.keySet().iterator().next());       // the one that was wanted longest ago
        }
        return batch;
    }

    private GateBatch batch(Order order) {
        return new GateBatch(hosts, order.faults, order::movement);
    }
}
