package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;

/** Gathers packets and sends them together when their slot comes, as on media with time slots. See tc-netem(8). */
public sealed interface Slot extends ShapingPart {

    /** Returns the most packets in a slot; 0 for no limit. */
    int maxPackets();

    /** Returns the most bytes in a slot, up to 2^31 - 1; 0 for no limit. */
    long maxBytes();

    /** Returns the usual longest time from one slot to the next. */
    Duration longest();

    @Override
    default boolean isRandom() {
        return true;
    }

    @Override
    default Duration held() {
        return longest();
    }

    @Override
    default Object constant() {
        return this;
    }

    /** Returns this one: slots stay as they are. */
    @Override
    default Slot interpolated(ShapingPart to, double fraction) {
        return this;
    }

    /** Returns the value as scenarios write it, for example <code>{ min-delay: 800us, max-delay: 1ms }</code>. */
    @Override
    String toString();

    /** Slots that are at least {@code minDelay} and at most {@code maxDelay} apart, uniformly distributed. */
    record Between(Duration minDelay, Duration maxDelay, int maxPackets, long maxBytes) implements Slot {

        public Between {
            if (minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
                throw new BadValueException("min-delay is longer than max-delay: " + Durations.format(minDelay) + " and "
                    + Durations.format(maxDelay), "swap them");
            }
            if (maxDelay.isZero()) {
                throw new BadValueException("slots without a time between them", "write for example max-delay: 1ms");
            }
            checkPackets(maxPackets);
            checkBytes(maxBytes);
        }

        @Override
        public Duration longest() {
            return maxDelay;
        }

        @Override
        public String toString() {
            FlowMapping form = new FlowMapping().add("min-delay", Durations.format(minDelay))
                .addUnless(minDelay, "max-delay", maxDelay.equals(minDelay) ? minDelay : Durations.format(maxDelay));
            return form.addUnless(0, "packets", maxPackets).addUnless(0L, "bytes", maxBytes).orShort();
        }
    }

    /**
     * Slots that are {@code delay} apart, plus or minus {@code jitter}.
     *
     * @param jitter       more than 0, 2.147483647s at most
     * @param distribution any but the uniform one, for which there is {@link Between}
     */
    record Spread(Duration delay, Duration jitter, Distribution distribution, int maxPackets, long maxBytes) implements Slot {

        public Spread {
            Delay.checkTime(delay);
            Delay.checkJitter(jitter);
            if (jitter.isZero()) {
                throw new BadValueException("a distribution without jitter", "add for example jitter: 200us");
            }
            if (distribution == Distribution.UNIFORM) {
                throw new BadValueException("a uniform slot has no distribution", "write min-delay and max-delay");
            }
            checkPackets(maxPackets);
            checkBytes(maxBytes);
        }

        @Override
        public Duration longest() {
            return delay.plus(jitter);
        }

        @Override
        public String toString() {
            return new FlowMapping().add("distribution", distribution.word()).add("delay", Durations.format(delay))
                .add("jitter", Durations.format(jitter))
                .addUnless(0, "packets", maxPackets).addUnless(0L, "bytes", maxBytes).toString();
        }
    }

    static int checkPackets(int maxPackets) {
        if (maxPackets < 0) {
            throw new BadValueException("not a number of packets: " + maxPackets, "write 1 or more, or leave it out");
        }
        return maxPackets;
    }

    private static void checkBytes(long maxBytes) {
        if (maxBytes < 0 || maxBytes > Integer.MAX_VALUE) {
            throw new BadValueException("not a number of bytes: " + maxBytes, "write 1 to " + Integer.MAX_VALUE);
        }
    }
}
