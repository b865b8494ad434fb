package io.nofin.queue.effect;

import java.util.function.IntFunction;

/**
 * Takes a packet through all shapers that apply to it, one behind the other, as through one netem after the other: each copy that
 * leaves one enters the next when it has left. Everything is decided when the packet comes in. Not thread-safe.
 */
public final class Chain {

    /** The most shapers that a packet can meet: a bit of a 32-bit mark stands for each. */
    public static final int MOST = Integer.SIZE;

    /** Receives the copies that are left in the end. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Receives a copy.
         *
         * @param due     the time when the copy goes
         * @param marked  whether congestion experienced is to be marked
         * @param damages the first {@code count} are {@link Damage}s to do; the array is used again afterwards
         */
        void take(long due, boolean marked, int[] damages, int count);
    }

    private final Shaper[] shapers = new Shaper[MOST];
    private final ShapingDecision[][] outcomes = new ShapingDecision[MOST][2];
    private final int[] damages = new int[MOST];
    private int length;
    private int bytes;
    private boolean ecnCapable;
    private Damageable damageable;

    public Chain() {
        for (ShapingDecision[] pair : outcomes) {
            pair[0] = new ShapingDecision();
            pair[1] = new ShapingDecision();
        }
    }

    /** Chooses the shapers of a packet: those of the bits set, from the highest. */
    public Chain through(int bits, IntFunction<Shaper> shaperOfBit) {
        length = 0;
        for (int rest = bits; rest != 0; rest &= ~Integer.highestOneBit(rest)) {
            shapers[length++] = shaperOfBit.apply(Integer.SIZE - 1 - Integer.numberOfLeadingZeros(rest));
        }
        return this;
    }

    /** Decides about one packet; {@link Shaper#decide} explains the parameters. */
    public void pass(long now, int bytes, boolean ecnCapable, Damageable damageable, Sink sink) {
        this.bytes = bytes;
        this.ecnCapable = ecnCapable;
        this.damageable = damageable;
        pass(0, now, false, 0, sink);
    }

    private void pass(int index, long now, boolean marked, int count, Sink sink) {
        if (index == length) {
            for (int i = 0; i < length; i++) {
                shapers[i].entered();
            }
            sink.take(now, marked, damages, count);
            return;
        }
        ShapingDecision[] pair = outcomes[index];
        int copies = shapers[index].decide(now, bytes, ecnCapable, damageable, pair);
        for (int copy = 0; copy < copies; copy++) {
            ShapingDecision shapingDecision = pair[copy];
            int more = 0;
            if (shapingDecision.damage != Damage.NONE) {
                damages[count] = shapingDecision.damage;
                more = 1;
            }
            pass(index + 1, shapingDecision.due, marked || shapingDecision.marked, count + more, sink);
        }
    }

    /** Notes that a copy of a packet that went through these shapers has left the engine, or was dropped by it. */
    public static void left(int bits, IntFunction<Shaper> shaperOfBit) {
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            shaperOfBit.apply(Integer.numberOfTrailingZeros(rest)).left();
        }
    }
}
