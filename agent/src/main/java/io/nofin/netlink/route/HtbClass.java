package io.nofin.netlink.route;

import io.nofin.netlink.WireWriter;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;

/**
 * A class of an HTB qdisc; see tc-htb(8) and {@code struct tc_htb_opt} in linux/pkt_sched.h.
 *
 * @param rate    the guaranteed rate
 * @param ceil    the rate that it may borrow up to
 * @param burst   the bytes that it may send at once after a pause, at the rate
 * @param cburst  the same, at the ceil
 * @param quantum the bytes that it sends before another class has its turn
 */
public record HtbClass(BitRate rate, BitRate ceil, ByteCount burst, ByteCount cburst, int quantum) {

    /** A class that never delays a packet: the netem below it does all the shaping. */
    public static final HtbClass OPEN = unlimited();

    static final String KIND = "htb";

    private static final int TCA_HTB_PARMS = 1;
    private static final int TCA_HTB_CTAB = 3;
    private static final int TCA_HTB_RTAB = 4;
    private static final int TCA_HTB_RATE64 = 6;
    private static final int TCA_HTB_CEIL64 = 7;
    private static final int TABLE_ENTRIES = 256;
    private static final int CELL_LOG = 3;              // the table counts in units of eight bytes
    private static final int LINKLAYER_ETHERNET = 1;
    private static final int NO_ALIGNMENT = 0xFFFF;     // cell_align -1
    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final double TICKS_PER_MICRO = 15.625;       // a tick is 64 ns

    private static HtbClass unlimited() {
        BitRate rate = new BitRate(100_000_000_000L);
        ByteCount burst = new ByteCount(1 << 20);
        return new HtbClass(rate, rate, burst, burst, 200_000);
    }

    void encodeOptions(WireWriter out) {
        if (rate.bytesPerSecond() > MAX_U32) {
            out.attribute(TCA_HTB_RATE64, rate64 -> rate64.u64(rate.bytesPerSecond()));
        }
        if (ceil.bytesPerSecond() > MAX_U32) {
            out.attribute(TCA_HTB_CEIL64, ceil64 -> ceil64.u64(ceil.bytesPerSecond()));
        }
        out.attribute(TCA_HTB_PARMS, parms -> {
            encodeRate(parms, rate);                            // rate
            encodeRate(parms, ceil);                            // ceil
            parms.u32(ticks(burst.bytes(), rate))               // buffer
                .u32(ticks(cburst.bytes(), ceil))               // cbuffer
                .u32(quantum)                                   // quantum
                .u32(0)                                         // level
                .u32(0);                                        // prio
        });
        out.attribute(TCA_HTB_RTAB, table -> encodeTable(table, rate));
        out.attribute(TCA_HTB_CTAB, table -> encodeTable(table, ceil));
    }

    /** Returns the tail of the tc command this stands for. */
    @Override
    public String toString() {
        return KIND + " rate " + rate + (ceil.equals(rate) ? "" : " ceil " + ceil) + " burst " + burst + " cburst " + cburst
            + " quantum " + quantum;
    }

    /** Writes {@code struct tc_ratespec} of linux/pkt_sched.h. */
    private static void encodeRate(WireWriter out, BitRate rate) {
        out.u8(CELL_LOG)                                        // cell_log
            .u8(LINKLAYER_ETHERNET)                             // linklayer
            .u16(0)                                             // overhead
            .u16(NO_ALIGNMENT)                                  // cell_align
            .u16(0)                                             // mpu
            .u32(Math.min(rate.bytesPerSecond(), MAX_U32));     // rate
    }

    /**
     * Writes the time that packets of each length take: kernels before 3.8 have no other measure, and newer ones require the table.
     */
    private static void encodeTable(WireWriter out, BitRate rate) {
        for (int cell = 1; cell <= TABLE_ENTRIES; cell++) {
            out.u32(ticks((long) cell << CELL_LOG, rate));
        }
    }

    /** Converts to ticks; rounds down to microseconds first, as tc does. */
    private static long ticks(long bytes, BitRate rate) {
        return (long) (bytes * MICROS_PER_SECOND / rate.bytesPerSecond() * TICKS_PER_MICRO);
    }
}
