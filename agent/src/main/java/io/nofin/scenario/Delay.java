package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;

/**
 * Delays each packet by {@code time}, plus or minus {@code jitter}. A negative result is no delay. Jitter larger than the gap between
 * two packets reorders them. See tc-netem(8).
 *
 * @param time         0 to 2147483s, the longest a fault lasts
 * @param jitter       0 to 2.147483647s, the kernel's limit; may be larger than {@code time}. One standard deviation of the
 *                     distribution, or half the width of the uniform one
 * @param correlation  the correlation of a packet's jitter with that of the packet before
 * @param distribution the distribution of the jitter
 */
public record Delay(Duration time, Duration jitter, Probability correlation, Distribution distribution) implements ShapingPart {

    private static final Duration LONGEST = Duration.ofSeconds(2_147_483);
    private static final Duration MOST_JITTER = Duration.ofNanos(Integer.MAX_VALUE);    // netem_change() in net/sched/sch_netem.c

    static final KeyType<Duration> TIME = KeyType.DURATION.called("a delay", "100ms").checked(Delay::checkTime);
    static final KeyType<Duration> JITTER = KeyType.DURATION.called("a duration", "20ms").checked(Delay::checkJitter);

    private static final Key<Delay> JITTER_KEY = Key.of("jitter", JITTER, Delay::withJitter, Delay::jitter,
        "Varies the delay by up to this much, 2.147483647s at most. More than the gap between packets reorders them.").usually("0s")
        .writtenUnless(delay -> delay.correlation.equals(Probability.ZERO) && delay.distribution == Distribution.UNIFORM)
        .ramped("jitter", "two durations", "[0ms, 50ms]");

    static final LongForm<Delay> FORM = LongForm.of("a delay", "100ms", of(Duration.ZERO),
        Key.of("time", TIME, Delay::withTime, Delay::time, "The time for which each packet is held, up to 2147483s.")
            .ramped("delay", "two delays", "[0ms, 500ms]"),
        JITTER_KEY,
        Key.of("correlation", KeyType.PERCENTAGE, (delay, value) -> new Delay(delay.time, delay.jitter, value, delay.distribution), Delay::correlation,
            "The correlation of the jitter with that of the packet before.").usually("0%"),
        Key.of("distribution", KeyType.word("SHAPE", Distribution.values()).defined("distribution"),
            (delay, value) -> new Delay(delay.time, delay.jitter, delay.correlation, value), Delay::distribution,
            "The distribution of the jitter, as in tc-netem(8).").usually("uniform").needing(JITTER_KEY));

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

    @Override
    public boolean isRandom() {
        return !jitter.isZero();
    }

    @Override
    public Duration held() {
        return time.plus(jitter);
    }

    @Override
    public boolean keepsWhole() {
        return jitter.isZero();
    }

    @Override
    public Object constant() {
        return distribution;
    }

    @Override
    public Delay interpolated(ShapingPart to, double fraction) {
        Delay other = (Delay) to;
        return new Delay(Durations.interpolated(time, other.time, fraction), Durations.interpolated(jitter, other.jitter, fraction),
            correlation.interpolated(other.correlation, fraction), distribution);
    }

    /** Returns the value as scenarios write it, for example {@code 100ms} or <code>{ time: 100ms, jitter: 20ms }</code>. */
    @Override
    public String toString() {
        return FORM.written(this);
    }
}
