package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.util.List;

/**
 * {@code struct xt_multiport_v1} in linux/netfilter/xt_multiport.h: the ports of TCP, UDP, SCTP and the like.
 *
 * @param end    the end of the packet that has one of these ports
 * @param ranges up to {@value #SLOTS} ports, of which a range takes two
 */
public record MultiportMatch(End end, List<Range> ranges) implements Extension.Match {

    /** {@code XT_MULTI_PORTS}. */
    public static final int SLOTS = 15;

    /** {@code enum xt_multiport_flags}. */
    public enum End { SOURCE, DESTINATION, EITHER }

    /** Ports from the first to the last, or one port. */
    public record Range(int first, int last) {

        int slots() {
            return first == last ? 1 : 2;
        }
    }

    public MultiportMatch {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() || slots(ranges) > SLOTS) {
            throw new IllegalArgumentException("1 to " + SLOTS + " ports are needed, a range counts twice: ranges=" + ranges);
        }
    }

    @Override
    public String name() {
        return "multiport";
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public void encode(WireWriter out) {
        int free = SLOTS - slots(ranges);
        out.u8(end.ordinal())                                                       // flags
            .u8(slots(ranges));                                                     // count
        ranges.forEach(range -> {
            out.u16(range.first);                                                   // ports
            if (range.slots() == 2) {
                out.u16(range.last);
            }
        });
        out.zeros(2 * free);
        ranges.forEach(range -> out.u8(range.slots() - 1).zeros(range.slots() - 1));   // pflags: 1 where a range begins
        out.zeros(free)
            .u8(0);                                                                 // invert
    }

    private static int slots(List<Range> ranges) {
        return ranges.stream().mapToInt(Range::slots).sum();
    }
}
