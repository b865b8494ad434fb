package io.nofin.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The heartbeats of a connection, as a log had them at one moment. Both arrays ascend. The array of echoes is shorter: the
 * newest heartbeats have none yet.
 *
 * @param first         sequence number of the first in the arrays; those before it are forgotten
 * @param answeredTotal echoes, those of forgotten heartbeats as well
 * @param skipped       turns of the schedule without a heartbeat
 */
record Heartbeats(long first, long[] sentNanos, long[] answeredNanos, long answeredTotal, long skipped) {

    long sentTotal() {
        return first + sentNanos.length;
    }

    /** Whether no heartbeat sent since then is forgotten. */
    boolean reachesBackTo(long nanos) {
        return first == 0 || sentNanos[0] - nanos < 0;
    }

    long sentWithin(HoldEvidence.Window cut) {
        return within(cut).count();
    }

    /** How many that were sent in the cut had their echo in it. */
    long answeredWithin(HoldEvidence.Window cut) {
        return within(cut).filter(i -> i < answeredNanos.length && cut.contains(answeredNanos[i])).count();
    }

    /** How many that were sent before the cut had their echo in it. */
    long lateAnswersWithin(HoldEvidence.Window cut) {
        return answered().filter(i -> sentNanos[i] - cut.startNanos() < 0 && cut.contains(answeredNanos[i])).count();
    }

    /** From then to the first echo after it. */
    Optional<Duration> firstAnswerAfter(long nanos) {
        return answered().mapToLong(i -> answeredNanos[i] - nanos).filter(after -> after >= 0).mapToObj(Duration::ofNanos).findFirst();
    }

    /** When the last heartbeat that was sent in the cut had its echo; empty when it has none, or none was sent. */
    Optional<Long> allAnsweredNanos(HoldEvidence.Window cut) {
        return within(cut).max().stream().filter(i -> i < answeredNanos.length).mapToObj(i -> answeredNanos[i]).findFirst();
    }

    /** The median of the round trips that none of the stretches overlaps. */
    Optional<Duration> medianRoundTrip(List<HoldEvidence.Window> without) {
        return median(answered().filter(i -> without.stream().noneMatch(bad -> bad.overlaps(sentNanos[i], answeredNanos[i]))));
    }

    /** The median of the round trips that began and ended in the cut. */
    Optional<Duration> medianRoundTripWithin(HoldEvidence.Window cut) {
        return median(within(cut).filter(i -> i < answeredNanos.length && cut.contains(answeredNanos[i])));
    }

    private Optional<Duration> median(IntStream heartbeats) {
        long[] trips = heartbeats.mapToLong(i -> answeredNanos[i] - sentNanos[i]).sorted().toArray();
        return LongStream.of(trips).skip(trips.length / 2).mapToObj(Duration::ofNanos).findFirst();
    }

    private IntStream answered() {
        return IntStream.range(0, answeredNanos.length);
    }

    private IntStream within(HoldEvidence.Window cut) {
        return IntStream.range(0, sentNanos.length).filter(i -> cut.contains(sentNanos[i]));
    }
}
