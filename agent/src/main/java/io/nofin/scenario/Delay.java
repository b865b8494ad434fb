package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;

/**
 * Holds each packet for {@code time}, give or take {@code jitter}; what would come out negative is not held at all. Jitter larger
 * than the gap between two packets reorders them. See tc-netem(8).
 *
 * @param time         0 to 2147483s, the longest a fault lasts
 * @param jitter       0 to 2.147483647s, what the kernel takes; it may be larger than {@code time}. One standard deviation of
 *                     the distribution, or half the width of the uniform one
 * @param correlation  how much a packet's jitter follows that of the one before
 * @param distribution of the jitter
 */
public record Delay(Duration time, Duration jitter, Probability correlation, Distribution distribution) {

    private static final Duration LONGEST = Duration.ofSeconds(2_147_483);
    private static final Duration MOST_JITTER = Duration.ofNanos(Integer.MAX_VALUE);    // netem_change() in net/sched/sch_netem.c

    public Delay {
        checkTime(time);
        checkJitter(jitter);
    }

    public static Delay of(Duration time) {
        return new Delay(time, Duration.ZERO, Probability.ZERO, Distribution.UNIFORM);
    }

    static Duration checkTime(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new BadValueException("not a delay: " + Durations.format(time), "write 0s to " + LONGEST.toSeconds() + "s");
        }
        return time;
    }

    static Duration checkJitter(Duration jitter) {
        if (jitter.isNegative() || jitter.compareTo(MOST_JITTER) > 0) {
            throw new BadValueException("too much jitter: " + Durations.format(jitter),
                "write 0s to " + Durations.format(MOST_JITTER) + ": the kernel cuts off the rest");
        }
        return jitter;
    }

    public Delay withTime(Duration other) {
        return new Delay(other, jitter, correlation, distribution);
    }

    public Delay withJitter(Duration other) {
        return new Delay(time, other, correlation, distribution);
    }

    Delay interpolated(Delay to, double fraction) {
        return new Delay(Durations.interpolated(time, to.time, fraction), Durations.interpolated(jitter, to.jitter, fraction),
            correlation.interpolated(to.correlation, fraction), distribution);
    }

    /** As scenarios write it, for example {@code 100ms} or <code>{ time: 100ms, jitter: 20ms }</code>. */
    @Override
    public String toString() {
        boolean hasShape = !correlation.equals(Probability.ZERO) || distribution != Distribution.UNIFORM;
        return new FlowMapping().add("time", Durations.format(time)).addUnless(hasShape ? "" : "0s", "jitter", Durations.format(jitter))
            .addUnless(Probability.ZERO, "correlation", correlation)
            .addUnless(Distribution.UNIFORM.word(), "distribution", distribution.word()).orShort();
    }
}
