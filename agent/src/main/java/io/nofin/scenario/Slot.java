package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;

/**
 * Packets gather and go together when their slot comes, as on media that are shared by turns. See tc-netem(8).
 */
public sealed interface Slot extends ShapingPart {

    /** How many packets a slot takes at most; 0 where only their bytes count, or nothing does. */
    int maxPackets();

    /** How many bytes a slot takes at most, up to 2^31 - 1; 0 where only the packets count, or nothing does. */
    long maxBytes();

    /** From one slot to the next, at the usual longest. */
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

    /** As scenarios write it, for example <code>{ min-delay: 800us, max-delay: 1ms }</code>. */
    @Override
    String toString();

    /** From one slot to the next it takes at least {@code minDelay} and at most {@code maxDelay}, evenly spread. */
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
     * From one slot to the next it takes {@code delay}, give or take {@code jitter}.
     *
     * @param jitter       more than 0, 2.147483647s at most
     * @param distribution any but the uniform one, which is what {@link Between} is for
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
