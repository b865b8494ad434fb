package io.nofin.probe;

import io.nofin.probe.HoldEvidence.Traffic;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.PortPair;
import io.nofin.witness.WireWitness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Combines what probe and witnesses know at the moment of its creation. */
final class EvidenceGatherer {

    private final long nowNanos = System.nanoTime();
    private final HoldProbe probe;
    private final WireWitness near;
    private final Optional<WireWitness> far;
    private final PortPair ports;
    private final List<ConnectionSample> samples;
    private final Heartbeats heartbeats;

    EvidenceGatherer(HoldProbe probe, WireWitness near, Optional<WireWitness> far) {
        this.probe = probe;
        this.near = near;
        this.far = far;
        this.ports = new PortPair(probe.local().getPort(), probe.remote().getPort());
        this.samples = probe.kernel().samples();
        this.heartbeats = probe.heartbeats();
    }

    HoldEvidence gather(List<TimeSpan> cuts) {
        TimeSpan all = new TimeSpan(probe.connectedNanos(), nowNanos);
        Optional<ConnectionSample> last = lastWithin(all);
        return new HoldEvidence(probe.name(), probe.local(), probe.remote(), probe.every(), probe.connectedNanos(), traffic(cuts),
            cuts.stream().map(this::cut).toList(), nearWithin(all), farWithin(all), last, isSame(last), probe.closure());
    }

    private Traffic traffic(List<TimeSpan> cuts) {
        List<TimeSpan> disturbed = cuts.stream().map(this::withRecovery).toList();
        return new Traffic(heartbeats.sentTotal(), heartbeats.answeredTotal(), heartbeats.skipped(),
            heartbeats.medianRoundTrip(disturbed));
    }

    private CutEvidence cut(TimeSpan cut) {
        Optional<ConnectionSample> sample = lastWithin(cut);
        return new CutEvidence(cut, heartbeats.sentWithin(cut), heartbeats.answeredWithin(cut), heartbeats.lateAnswersWithin(cut),
            heartbeats.reachesBackTo(cut.fromNanos()), heartbeats.medianRoundTripWithin(cut), sample, isSame(sample), nearWithin(cut), farWithin(cut),
            heartbeats.firstAnswerAfter(cut.toNanos()),
            heartbeats.allAnsweredNanos(cut).map(nanos -> Duration.ofNanos(Math.max(0, nanos - cut.toNanos()))));
    }

    /** Extends a cut until every heartbeat sent in it was answered, or until now. */
    private TimeSpan withRecovery(TimeSpan cut) {
        long recovered = heartbeats.sentWithin(cut) == 0 ? cut.toNanos() : heartbeats.allAnsweredNanos(cut).orElse(nowNanos);
        return new TimeSpan(cut.fromNanos(), recovered - cut.toNanos() > 0 ? recovered : cut.toNanos());
    }

    private Optional<ConnectionSample> lastWithin(TimeSpan window) {
        return samples.stream().filter(sample -> window.contains(sample.atNanos())).reduce((earlier, later) -> later);
    }

    private boolean isSame(Optional<ConnectionSample> sample) {
        return sample.filter(probe.kernel()::isOfSameConnection).isPresent();
    }

    private WireEvidence nearWithin(TimeSpan window) {
        return WireEvidence.of(near, ports, window);
    }

    private Optional<WireEvidence> farWithin(TimeSpan window) {
        return far.map(witness -> WireEvidence.of(witness, ports.reversed(), window));
    }
}
