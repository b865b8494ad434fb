package io.nofin.scenario;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Fires faults together, once or again and again.
 *
 * @param at     when, counted from the start of the timeline
 * @param inject the names of the faults
 * @param length how long they last each time, at least a millisecond
 * @param every  from one start to the next; not shorter than {@code length}. {@link Duration#ZERO} where {@code times} is 1
 * @param times  how often in all, at least 1
 */
public record Step(Duration at, List<String> inject, Duration length, Duration every, int times) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public Step {
        inject = List.copyOf(inject);
        if (length.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a fault lasts 1ms at least");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times is 1 at least: times=" + times);
        }
        if (times > 1 && every.compareTo(length) < 0) {
            throw new IllegalArgumentException("the fault would start again before it ends: make every as long as for, or longer");
        }
    }

    public static Step once(Duration at, List<String> inject, Duration length) {
        return new Step(at, inject, length, Duration.ZERO, 1);
    }

    /** When each turn starts. */
    public List<Duration> starts() {
        return LongStream.range(0, times).mapToObj(turn -> at.plus(every.multipliedBy(turn))).toList();
    }

    /** When the last turn ends. */
    public Duration end() {
        return at.plus(every.multipliedBy(times - 1L)).plus(length);
    }
}
