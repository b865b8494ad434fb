package io.nofin.queue;

import io.nofin.plan.MarkBits;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingPart;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The shapers of one direction, by the number of their mark bit. Any thread may add one while another looks them up. */
final class Lanes {

    private final AtomicReferenceArray<Shaper> shapers = new AtomicReferenceArray<>(Integer.SIZE);
    private final IntFunction<Shaper> byNumber = this::get;
    private volatile int known;

    void put(int bit, Shaper shaper) {
        if (!shapers.compareAndSet(Integer.numberOfTrailingZeros(bit), null, shaper)) {
            throw new IllegalArgumentException("lane exists already: bit=" + MarkBits.hex(bit));
        }
        synchronized (this) {
            known |= bit;
        }
    }

    /** Returns the bits that have a shaper. */
    int known() {
        return known;
    }

    /** Returns the shaper of a bit that is {@link #known}. */
    Shaper get(int bitNumber) {
        return shapers.getAcquire(bitNumber);
    }

    /** Returns {@link #get}. */
    IntFunction<Shaper> byNumber() {
        return byNumber;
    }

    /** Tells the shapers of some bits something. */
    void each(int bits, Consumer<Shaper> told) {
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            told.accept(get(Integer.numberOfTrailingZeros(rest)));
        }
    }

    /** Returns whether a packet with these bits may stay whole, however large, since it is only delayed. */
    boolean keepWhole(int bits) {
        return shapings(bits).allMatch(shaping -> shaping.parts().stream().allMatch(ShapingPart::keepsWhole));
    }

    /** Returns whether the engine needs the whole content of a packet for what it is asked to do. */
    boolean needContent() {
        return shapings(known).anyMatch(shaping -> shaping.ecn() || shaping.parts().stream().anyMatch(ShapingPart::needsContent));
    }

    private Stream<Shaping> shapings(int bits) {
        return IntStream.range(0, Integer.SIZE).filter(i -> (bits & 1 << i) != 0).mapToObj(i -> get(i).shaping());
    }
}
