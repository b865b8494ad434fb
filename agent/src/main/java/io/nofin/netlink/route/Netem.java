package io.nofin.netlink.route;

import io.nofin.netlink.WireWriter;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Slot;
import io.nofin.unit.DelayTable;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The network emulator qdisc; see tc-netem(8) and {@code struct tc_netem_qopt} in linux/pkt_sched.h. A change keeps every parameter
 * that it does not name, so every one is always named, as zero where the shaping has none. A table that the kernel has cannot be
 * taken back, see {@link #canBecome}.
 *
 * @param shaping the part of a shaping that netem can do, see {@link Shaping#beyondNetem()}
 * @param seed    the seed of its random decisions, which start over with every change; kernels before 6.6 do not know it
 */
public record Netem(Shaping shaping, OptionalLong seed) implements Qdisc {

    static final int TCA_NETEM_CORR = 1;
    static final int TCA_NETEM_DELAY_DIST = 2;
    static final int TCA_NETEM_REORDER = 3;
    static final int TCA_NETEM_CORRUPT = 4;
    static final int TCA_NETEM_LOSS = 5;
    static final int TCA_NETEM_RATE = 6;
    static final int TCA_NETEM_ECN = 7;
    static final int TCA_NETEM_RATE64 = 8;
    static final int TCA_NETEM_LATENCY64 = 10;
    static final int TCA_NETEM_JITTER64 = 11;
    static final int TCA_NETEM_SLOT = 12;
    static final int TCA_NETEM_SLOT_DIST = 13;
    static final int TCA_NETEM_PRNG_SEED = 14;

    private static final int NETEM_LOSS_GI = 1;
    private static final int NETEM_LOSS_GE = 2;
    private static final int NLA_F_NESTED = 0x8000;
    private static final int NANOS_PER_TICK = 64;           // PSCHED_TICKS2NS(1)
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private static final Delay NO_DELAY = Delay.of(Duration.ZERO);
    private static final Duplicate NO_DUPLICATE = Duplicate.of(Probability.ZERO);
    private static final Corrupt NO_CORRUPT = Corrupt.of(Probability.ZERO);
    private static final Loss NO_LOSS = Loss.Random.of(Probability.ZERO);

    public Netem {
        Objects.requireNonNull(seed, "seed");
        shaping.beyondNetem().ifPresent(what -> {
            throw new IllegalArgumentException("netem cannot do " + what);
        });
    }

    public static Netem of(Shaping shaping, OptionalLong seed) {
        return new Netem(shaping, seed);
    }

    /** Returns whether a change in place leads to the other one: it does unless a table would have to go. */
    public boolean canBecome(Netem other) {
        boolean delayTableGoes = hasDelayTable() && !other.hasDelayTable() && !other.delay().jitter().isZero();
        boolean slotTableGoes = shaping.slot().orElse(null) instanceof Slot.Spread
            && other.shaping.slot().orElse(null) instanceof Slot.Between;
        return !delayTableGoes && !slotTableGoes;
    }

    @Override
    public String kind() {
        return "netem";
    }

    /** Writes {@code struct tc_netem_qopt} and right behind it, not nested, the attributes. */
    @Override
    public void encodeOptions(WireWriter out) {
        out.u32(ticks(delay().time()))                                                      // latency
            .u32(shaping.limit())                                                           // limit
            .u32(scaled(loss() instanceof Loss.Random random ? random.probability() : Probability.ZERO))       // loss
            .u32(shaping.reorder().map(Reorder::gap).orElse(0))                             // gap
            .u32(scaled(duplicate().probability()))                                         // duplicate
            .u32(ticks(delay().jitter()));                                                  // jitter
        out.attribute(TCA_NETEM_CORR, this::encodeCorrelations);
        if (hasDelayTable()) {
            out.attribute(TCA_NETEM_DELAY_DIST, table -> encodeTable(table, delay().distribution()));
        }
        out.attribute(TCA_NETEM_REORDER, pair -> encodePair(pair,
            shaping.reorder().map(Reorder::probability).orElse(Probability.ZERO),
            shaping.reorder().map(Reorder::correlation).orElse(Probability.ZERO)));
        out.attribute(TCA_NETEM_CORRUPT, pair -> encodePair(pair, corrupt().probability(), corrupt().correlation()));
        encodeLossModel(out);
        out.attribute(TCA_NETEM_RATE, this::encodeRate);
        out.attribute(TCA_NETEM_ECN, ecn -> ecn.u32(shaping.ecn() ? 1 : 0));
        if (bytesPerSecond() > MAX_U32) {
            out.attribute(TCA_NETEM_RATE64, rate64 -> rate64.u64(bytesPerSecond()));
        }
        out.attribute(TCA_NETEM_LATENCY64, nanos -> nanos.u64(delay().time().toNanos()));
        out.attribute(TCA_NETEM_JITTER64, nanos -> nanos.u64(delay().jitter().toNanos()));
        out.attribute(TCA_NETEM_SLOT, this::encodeSlot);
        if (shaping.slot().orElse(null) instanceof Slot.Spread spread) {
            out.attribute(TCA_NETEM_SLOT_DIST, table -> encodeTable(table, spread.distribution()));
        }
        seed.ifPresent(value -> out.attribute(TCA_NETEM_PRNG_SEED, prng -> prng.u64(value)));
    }

    /** Returns the tail of the tc command this stands for. */
    @Override
    public String toString() {
        return NetemWords.of(this);
    }

    /** Writes {@code struct tc_netem_corr}. */
    private void encodeCorrelations(WireWriter out) {
        out.u32(scaled(delay().correlation()))                                              // delay_corr
            .u32(scaled(loss() instanceof Loss.Random random ? random.correlation() : Probability.ZERO))       // loss_corr
            .u32(scaled(duplicate().correlation()));                                        // dup_corr
    }

    /** Writes {@code struct tc_netem_reorder} or {@code struct tc_netem_corrupt}. */
    private static void encodePair(WireWriter out, Probability probability, Probability correlation) {
        out.u32(scaled(probability))                                                        // probability
            .u32(scaled(correlation));                                                      // correlation
    }

    /** Writes the loss model; without this attribute the kernel goes back to independent losses. */
    private void encodeLossModel(WireWriter out) {
        if (loss() instanceof Loss.FourState chain) {
            out.attribute(TCA_NETEM_LOSS | NLA_F_NESTED, model -> model.attribute(NETEM_LOSS_GI, gi -> gi
                .u32(scaled(chain.p13()))                                                   // p13
                .u32(scaled(chain.p31()))                                                   // p31
                .u32(scaled(chain.p32()))                                                   // p32
                .u32(scaled(chain.p14()))                                                   // p14
                .u32(scaled(chain.p23()))));                                                // p23
        } else if (loss() instanceof Loss.GilbertElliott bursts) {
            out.attribute(TCA_NETEM_LOSS | NLA_F_NESTED, model -> model.attribute(NETEM_LOSS_GE, ge -> ge
                .u32(scaled(bursts.p()))                                                    // p
                .u32(scaled(bursts.r()))                                                    // r
                .u32(MAX_U32 - scaled(bursts.oneMinusH()))                                  // h
                .u32(scaled(bursts.oneMinusK()))));                                         // k1
        }
    }

    /** Writes {@code struct tc_netem_rate}. */
    private void encodeRate(WireWriter out) {
        out.u32(Math.min(bytesPerSecond(), MAX_U32))                                        // rate
            .s32(shaping.rate().map(Rate::packetOverheadBytes).orElse(0))                   // packet_overhead
            .u32(shaping.rate().map(Rate::cellSizeBytes).orElse(0))                         // cell_size
            .s32(shaping.rate().map(Rate::cellOverheadBytes).orElse(0));                    // cell_overhead
    }

    /** Writes {@code struct tc_netem_slot}. */
    private void encodeSlot(WireWriter out) {
        Slot slot = shaping.slot().orElse(null);
        out.u64(slot instanceof Slot.Between between ? between.minDelay().toNanos() : 0)    // min_delay
            .u64(slot instanceof Slot.Between between ? between.maxDelay().toNanos() : 0)   // max_delay
            .s32(slot == null ? 0 : slot.maxPackets())                                      // max_packets
            .s32(slot == null ? 0 : Math.toIntExact(slot.maxBytes()))                       // max_bytes
            .u64(slot instanceof Slot.Spread spread ? spread.delay().toNanos() : 0)         // dist_delay
            .u64(slot instanceof Slot.Spread spread ? spread.jitter().toNanos() : 0);       // dist_jitter
    }

    private static void encodeTable(WireWriter out, Distribution distribution) {
        for (short deviate : DelayTable.valueOf(distribution.name()).toShorts()) {
            out.s16(deviate);
        }
    }

    private Delay delay() {
        return shaping.delay().orElse(NO_DELAY);
    }

    private Loss loss() {
        return shaping.loss().orElse(NO_LOSS);
    }

    private Duplicate duplicate() {
        return shaping.duplicate().orElse(NO_DUPLICATE);
    }

    private Corrupt corrupt() {
        return shaping.corrupt().orElse(NO_CORRUPT);
    }

    private boolean hasDelayTable() {
        return delay().distribution() != Distribution.UNIFORM;
    }

    private long bytesPerSecond() {
        return shaping.rate().map(rate -> rate.rate().bytesPerSecond()).orElse(0L);
    }

    /** Converts to ticks, at most what 32 bits hold; longer durations are exact in the 64-bit attribute. */
    private static long ticks(Duration duration) {
        return Math.min(duration.toNanos() / NANOS_PER_TICK, MAX_U32);
    }

    /** Returns the kernel's fixed-point probability: 0 is never, 2^32 - 1 is always; rounded as tc does. */
    private static long scaled(Probability probability) {
        return (long) Math.rint(probability.value() * MAX_U32);
    }
}
