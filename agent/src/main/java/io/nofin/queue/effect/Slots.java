package io.nofin.queue.effect;

import io.nofin.scenario.Slot;
import io.nofin.unit.Probability;
import java.util.function.LongSupplier;

/** Gathers packets until their slot comes; see {@code get_slot_next()} and {@code netem_dequeue()} in net/sched/sch_netem.c. */
final class Slots {

    private final LongSupplier pauseNanos;
    private final int maxPackets;
    private final long maxBytes;
    private long opens;
    private int packetsLeft;
    private long bytesLeft;

    Slots(Slot slot, Dice dice, long now) {
        this.pauseNanos = pauses(slot, dice);
        this.maxPackets = slot.maxPackets() == 0 ? Integer.MAX_VALUE : slot.maxPackets();
        this.maxBytes = slot.maxBytes() == 0 ? Integer.MAX_VALUE : slot.maxBytes();
        this.opens = now;
        refill();
    }

    /** Returns the time at which a packet is sent that could be sent from {@code ready} on. */
    long goes(long ready, int bytes) {
        if (opens < ready) {
            open(ready);
        }
        long goes = opens;
        packetsLeft--;
        bytesLeft -= bytes;
        if (packetsLeft <= 0 || bytesLeft <= 0) {
            open(goes);
        }
        return goes;
    }

    private void open(long after) {
        opens = after + Math.max(0, pauseNanos.getAsLong());
        refill();
    }

    private void refill() {
        packetsLeft = maxPackets;
        bytesLeft = maxBytes;
    }

    private static LongSupplier pauses(Slot slot, Dice dice) {
        if (slot instanceof Slot.Spread spread) {
            return new DelayDistribution(spread.delay(), spread.jitter(), Probability.ZERO, spread.distribution(), dice)::nextNanos;
        }
        Slot.Between between = (Slot.Between) slot;
        long least = between.minDelay().toNanos();
        long width = between.maxDelay().toNanos() - least;
        return () -> least + Math.multiplyHigh(dice.draw() << 31, width << 1);     // a 32-bit fraction of the width
    }
}
