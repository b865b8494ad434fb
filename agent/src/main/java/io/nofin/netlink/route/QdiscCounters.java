package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import java.util.List;
import java.util.Optional;

/**
 * The traffic of a qdisc; {@code struct gnet_stats_basic} and {@code gnet_stats_queue} in linux/gen_stats.h.
 *
 * @param packets the packets that came out of it, each GSO segment counted
 * @param held    the packets that wait in it now
 * @param dropped the packets lost, marked instead of lost, or refused for lack of room
 */
public record QdiscCounters(long bytes, long packets, long held, long dropped) {

    public static final QdiscCounters NONE = new QdiscCounters(0, 0, 0, 0);

    private static final int TCA_STATS2 = 7;
    private static final int TCA_STATS_BASIC = 1;
    private static final int TCA_STATS_QUEUE = 3;

    static QdiscCounters decode(List<WireReader.Attribute> attributes) throws MalformedMessageException {
        Optional<WireReader.Attribute> stats = WireReader.find(attributes, TCA_STATS2);
        if (stats.isEmpty()) {
            return NONE;
        }
        List<WireReader.Attribute> groups = stats.get().reader().attributes();
        WireReader basic = group(groups, TCA_STATS_BASIC);
        WireReader queue = group(groups, TCA_STATS_QUEUE);
        long bytes = basic.u64();
        long packets = basic.u32();
        long held = queue.u32();                // qlen
        queue.u32();                            // backlog
        return new QdiscCounters(bytes, packets, held, queue.u32());
    }

    /** Returns the sum of both. */
    public QdiscCounters plus(QdiscCounters other) {
        return new QdiscCounters(bytes + other.bytes, packets + other.packets, held + other.held, dropped + other.dropped);
    }

    private static WireReader group(List<WireReader.Attribute> groups, int type) throws MalformedMessageException {
        return WireReader.find(groups, type)
            .orElseThrow(() -> new MalformedMessageException("qdisc statistics have no group " + type)).reader();
    }
}
