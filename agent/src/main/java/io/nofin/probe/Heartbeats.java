package io.nofin.probe;

import io.nofin.unit.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The heartbeats of a connection, as a log had them at one moment. Both arrays ascend. The array of echoes is shorter: the newest
 * heartbeats have none yet.
 *
 * @param first         the sequence number of the first in the arrays; those before it are no longer kept
 * @param answeredTotal all echoes, including those of heartbeats no longer kept
 * @param skipped       turns of the schedule without a heartbeat
 */
record Heartbeats(long first, long[] sentNanos, long[] answeredNanos, long answeredTotal, long skipped) {

    long sentTotal() {
        return first + sentNanos.length;
    }

    /** Returns whether every heartbeat sent since {@code nanos} is still kept. */
    boolean reachesBackTo(long nanos) {
        return first == 0 || sentNanos[0] - nanos < 0;
    }

    long sentWithin(TimeSpan cut) {
        return within(cut).count();
    }

    /** Returns how many heartbeats were sent during the cut and had their echo during it. */
    long answeredWithin(TimeSpan cut) {
        return within(cut).filter(i -> i < answeredNanos.length && cut.contains(answeredNanos[i])).count();
    }

    /** Returns how many heartbeats were sent before the cut and had their echo during it. */
    long lateAnswersWithin(TimeSpan cut) {
        return answered().filter(i -> sentNanos[i] - cut.fromNanos() < 0 && cut.contains(answeredNanos[i])).count();
    }

    /** Returns the time from {@code nanos} to the first echo after it. */
    Optional<Duration> firstAnswerAfter(long nanos) {
        return answered().mapToLong(i -> answeredNanos[i] - nanos).filter(after -> after >= 0).mapToObj(Duration::ofNanos).findFirst();
    }

    /** Returns when the last heartbeat that was sent during the cut had its echo; empty when it has none, or none was sent. */
    Optional<Long> allAnsweredNanos(TimeSpan cut) {
        return within(cut).max().stream().filter(i -> i < answeredNanos.length).mapToObj(i -> answeredNanos[i]).findFirst();
    }

    /** Returns the median of the round trips that overlap none of the windows. */
    Optional<Duration> medianRoundTrip(List<TimeSpan> without) {
        return median(answered().filter(i -> without.stream().noneMatch(bad -> bad.overlaps(new TimeSpan(sentNanos[i], answeredNanos[i])))));
    }

    /** Returns the median of the round trips that began and ended during the cut. */
    Optional<Duration> medianRoundTripWithin(TimeSpan cut) {
        return median(within(cut).filter(i -> i < answeredNanos.length && cut.contains(answeredNanos[i])));
    }

    private Optional<Duration> median(IntStream heartbeats) {
        long[] trips = heartbeats.mapToLong(i -> answeredNanos[i] - sentNanos[i]).sorted().toArray();
        return LongStream.of(trips).skip(trips.length / 2).mapToObj(Duration::ofNanos).findFirst();
    }

    private IntStream answered() {
        return IntStream.range(0, answeredNanos.length);
    }

    private IntStream within(TimeSpan cut) {
        return IntStream.range(0, sentNanos.length).filter(i -> cut.contains(sentNanos[i]));
    }
}
