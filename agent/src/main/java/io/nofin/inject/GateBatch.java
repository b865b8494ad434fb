package io.nofin.inject;

import io.nofin.lifecycle.FailureCollector;
import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkBatch;
import io.nofin.netlink.NetlinkException;
import io.nofin.plan.Gate;
import io.nofin.plan.GateMovement;
import io.nofin.plan.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves the gates of some faults in all namespaces at once, any number of times. Everything is encoded beforehand, and once where
 * namespaces have the same peers: one system call for each namespace is left. Not thread-safe.
 */
final class GateBatch {

    private final List<Shot> shots = new ArrayList<>();

    GateBatch(List<ArmedHost> hosts, List<String> faults, Function<Gate, GateMovement> movement) {
        Map<List<?>, NetlinkBatch> batches = new HashMap<>();
        for (ArmedHost host : hosts) {
            List<Gate> gates = host.plan().gates().stream().filter(gate -> faults.contains(gate.fault())).toList();
            if (!gates.isEmpty()) {
                List<GateMovement> movements = gates.stream().map(movement).toList();
                shots.add(new Shot(host, movements,
                    batches.computeIfAbsent(gates.stream().flatMap(GateBatch::distinction).toList(), key -> batch(movements))));
            }
        }
    }

    /**
     * Sends everything first, and reads all answers afterwards: the namespaces change as close together as the kernel can. One that
     * fails does not stop the others.
     */
    GateTiming move() throws IOException {
        FailureCollector failureCollector = new FailureCollector();
        List<Shot> sent = new ArrayList<>(shots.size());
        Instant at = Instant.now();
        long start = System.nanoTime();
        long first = start;
        for (Shot shot : shots) {
            if (failureCollector.attempt(shot::send)) {
                sent.add(shot);
            }
            first = first == start ? System.nanoTime() : first;
        }
        long last = System.nanoTime();
        sent.forEach(shot -> failureCollector.attempt(shot::await));
        failureCollector.throwIfAny();
        return new GateTiming(at, Duration.ofNanos(last - first), Duration.ofNanos(last - start));
    }

    /**
     * Moves the gates one namespace after the other: nobody who wants to move the gates waits for more than one.
     *
     * @param turn   the lock of whoever moves gates
     * @param wanted asked under that lock before each namespace
     */
    void moveInTurns(Object turn, Predicate<ArmedHost> wanted) throws IOException {
        FailureCollector failureCollector = new FailureCollector();
        for (Shot shot : shots) {
            synchronized (turn) {
                if (wanted.test(shot.host) && failureCollector.attempt(shot::send)) {
                    failureCollector.attempt(shot::await);
                }
            }
        }
        failureCollector.throwIfAny();
    }

    /** The requests for one namespace. */
    private record Shot(ArmedHost host, List<GateMovement> movements, NetlinkBatch batch) {

        void send() throws IOException {
            host.kernel().send(batch);
        }

        void await() throws IOException {
            try {
                host.kernel().await(() -> movements.stream().map(Operation::command).collect(Collectors.joining("; ")), batch.size());
            } catch (NetlinkException e) {
                throw e.errno() == Errno.ENOENT ? gone(e) : e;
            }
        }

        private IOException gone(NetlinkException refused) {
            String faults = movements.stream().map(movement -> movement.gate().fault()).distinct().collect(Collectors.joining(", "));
            return new IOException(host.plan().host().label() + ": the gates of " + faults
                + " are gone: somebody removed them, as nofin heal does", refused);
        }
    }

    /** Returns everything that tells one namespace's gate from another's as far as its requests go. */
    private static Stream<?> distinction(Gate gate) {
        return Stream.of(gate.number(), gate.ipv4(), gate.ipv6());
    }

    private static NetlinkBatch batch(List<GateMovement> movements) {
        return new NetlinkBatch(movements.stream().flatMap(movement -> movement.requests().stream()).toList());
    }
}
