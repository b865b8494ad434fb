package io.nofin.witness;

import io.nofin.inject.ChosenConnections;
import io.nofin.inject.GateCount;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.plan.Gate;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** One fault on one host: the times when it was in force, and the evidence on the wire. Not thread-safe. */
final class FaultWatch {

    /**
     * The time between the rules and the capture: a packet passes the rules a little earlier, and clocks are compared to some
     * microseconds.
     */
    private static final long EDGE_NANOS = 1_000_000;
    private static final Duration REFERENCE = Duration.ofSeconds(10);

    private final Gate gate;
    private final Fault fault;
    private final Selection selection;
    private final HostWatch host;
    private final List<TimeSpan> inForce = new ArrayList<>();
    private Optional<List<TcpSocket>> connectionsBefore = Optional.empty();
    private OptionalLong firedNanos = OptionalLong.empty();

    FaultWatch(Gate gate, Fault fault, Selection selection, HostWatch host) {
        this.gate = gate;
        this.fault = fault;
        this.selection = selection;
        this.host = host;
    }

    Gate gate() {
        return gate;
    }

    HostWatch host() {
        return host;
    }

    Selection selection() {
        return selection;
    }

    List<TimeSpan> inForce() {
        return inForce;
    }

    Optional<Shaping> shaping() {
        return fault.shaping();
    }

    /**
     * Notes the connections before the fault is fired. Only the first firing counts, because later ones find what the first has done
     * to connections.
     */
    void firing() {
        if (connectionsBefore.isEmpty()) {
            connectionsBefore = host.sockets(selection);
        }
    }

    void fired(long nanos) {
        firedNanos = OptionalLong.of(nanos);
        host.note(nanos, "inject " + gate.fault());
    }

    void healing(long nanos) {
        firedNanos.ifPresent(from -> {
            inForce.add(new TimeSpan(from, nanos));
            host.note(nanos, "heal " + gate.fault());
        });
        firedNanos = OptionalLong.empty();
    }

    /**
     * Returns the evidence.
     *
     * @param expectedShaping the treatment that the lines were asked for, if the fault shapes
     * @param lines the lines that cross the host
     */
    FaultEvidence evidence(List<GateCount> counts, Duration inFlight, Optional<ExpectedShaping> expectedShaping, List<PathMeasurement> lines) {
        List<String> notes = Stream.concat(host.notes().stream(), narrow(counts).stream()).toList();
        List<CaptureSlice> sweeps = inForce.stream().map(turn -> host.witness().sweep(turn.within(EDGE_NANOS, EDGE_NANOS)).doubted(notes)).toList();
        return new FaultEvidence(gate.fault(), host.label(), inForce, Silence.of(selection, isDrop(), sweeps),
            isDrop() ? Optional.of(DropEvidence.of(selection, sweeps, inFlight.toNanos(), counted(counts))) : Optional.empty(),
            survival(), stories(), expectedShaping.map(question -> measures(question, counts, lines)).orElse(List.of()), notes);
    }

    /**
     * Leaves out the connections that the fault spared. Returns the reason why those that it hit are not all known, if there is one.
     */
    private Optional<String> narrow(List<GateCount> counts) {
        if (selection.selector().connections().isEmpty()) {
            return Optional.empty();
        }
        Optional<ChosenConnections> chosen = counts.stream().filter(count -> count.gate().equals(gate))
            .flatMap(count -> count.chosen().stream()).reduce(ChosenConnections::plus);
        selection.narrow(chosen.map(ChosenConnections::ends).orElse(Set.of()));
        return chosen.filter(ChosenConnections::complete).isPresent() ? Optional.empty()
            : Optional.of("for some connections it is not known whether the fault hit them");
    }

    private boolean isDrop() {
        return fault.kind() == EffectKind.DROP;
    }

    private OptionalLong counted(List<GateCount> counts) {
        return of(counts, Side.INGRESS).mapToLong(GateCount::packets).reduce(Long::sum);
    }

    private Stream<GateCount> of(List<GateCount> counts, Side side) {
        return counts.stream().filter(count -> count.side() == side && count.gate().equals(gate));
    }

    private Survival survival() {
        if (inForce.isEmpty()) {
            return Survival.unknown("the fault was never in force");
        }
        Optional<List<TcpSocket>> after = host.sockets(selection);
        return connectionsBefore.isEmpty() || after.isEmpty() ? Survival.unknown("the kernel did not list its sockets")
            : Survival.of(hit(connectionsBefore.get()), hit(after.get()));
    }

    private List<TcpSocket> hit(List<TcpSocket> sockets) {
        return sockets.stream().filter(selection::isHit).toList();
    }

    private List<ConnectionTimeline> stories() {
        List<ConnectionTimeline> stories = new ArrayList<>();
        for (int i = 0; i < inForce.size(); i++) {
            long from = host.witness().notBefore(inForce.get(i).fromNanos() - REFERENCE.toNanos());
            long to = i + 1 < inForce.size() ? inForce.get(i + 1).fromNanos() : System.nanoTime();
            stories.addAll(ConnectionTimeline.of(selection, inForce.get(i), host.witness().sweep(new TimeSpan(from, to))));
        }
        return stories;
    }

    /**
     * Measures each time that the fault was in force by itself, but the loss of the host's own packets over all times together,
     * because the gate counts them together. Packets that cross the host are measured at both ends of their way, the host's own
     * packets only here.
     */
    private List<Measure> measures(ExpectedShaping expectedShaping, List<GateCount> counts, List<PathMeasurement> lines) {
        EgressMeasurement own = new EgressMeasurement(host.witness(), selection);
        List<Measure> measures = new ArrayList<>();
        if (expectedShaping.shaping().loss().isPresent() && of(counts, Side.EGRESS).anyMatch(count -> count.packets() > 0)) {
            List<TimeSpan> turns = inForce.stream().map(turn -> turn.within(-EDGE_NANOS, -EDGE_NANOS)).toList();
            measures.add(own.loss(turns, of(counts, Side.EGRESS).mapToLong(GateCount::packets).sum(),
                of(counts, Side.EGRESS).mapToLong(GateCount::bytes).sum(), expectedShaping));
        }
        for (TimeSpan turn : inForce) {
            TimeSpan shaped = turn.within(EDGE_NANOS, EDGE_NANOS);
            TimeSpan before = before();
            measures.addAll(own.measure(before, shaped, expectedShaping));
            List<PathMeasurement> crossed = lines.stream().filter(line -> line.pairing(shaped, expectedShaping.inFlight()).sent() > 0).toList();
            crossed.forEach(line -> measures.addAll(line.measure(shaped, Optional.of(before), expectedShaping)));
            if (crossed.isEmpty()) {
                measures.addAll(own.effects(shaped, expectedShaping));
            }
        }
        return measures;
    }

    private TimeSpan before() {
        long first = inForce.get(0).fromNanos() - EDGE_NANOS;
        long from = host.witness().notBefore(first - REFERENCE.toNanos());
        return new TimeSpan(from, first - from < 0 ? from : first);
    }
}
