package io.nofin.queue;

import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.PacketContent;
import io.nofin.scenario.PayloadPattern;
import io.nofin.scenario.TcpFlag;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides, packet by packet, which one a step waits for. A TCP segment that brings nothing new, because all of it was seen before, is a
 * repetition and counts for nothing. Not thread-safe; {@link #counts} may be called from any thread.
 */
final class TriggerCondition {

    private static final int MOST_FLOWS = 4_096;
    private static final int SEQUENCE = 4;
    private static final int FLAGS = 13;
    private static final int TCP_HEADER = 20;

    private final PacketContent content;
    private final int nth;
    private final byte[] pattern;
    private final Map<Long, Integer> ends = new Flows();
    private volatile TriggerCounts counts = TriggerCounts.NONE;

    /** Keeps, for each flow, the number of the byte that comes next; the flow that was silent longest makes room. */
    private static final class Flows extends LinkedHashMap<Long, Integer> {

        private static final long serialVersionUID = 1;

        Flows() {
            super(1, 1, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MOST_FLOWS;
        }
    }

    TriggerCondition(PacketContent content, int nth) {
        this.content = content;
        this.nth = nth;
        this.pattern = content.contains().map(wanted -> wanted.bytes().getBytes(StandardCharsets.ISO_8859_1)).orElse(new byte[0]);
    }

    TriggerCounts counts() {
        return counts;
    }

    /** Returns whether the packet is the one; it is asked once about each packet, in their order. */
    boolean isMet(IpView packet) {
        boolean isFirst = packet.valid && packet.firstFragment && (packet.protocol != IpView.TCP || packet.length >= packet.headerLength + TCP_HEADER);
        boolean inState = isFirst && hasFlags(packet) && isInState(packet);
        boolean withData = inState && (!content.hasData() || payload(packet) > 0);
        boolean containing = withData && contains(packet);
        boolean fresh = isFirst && isFresh(packet) && containing;       // every packet moves its flow on
        counts = counts.plus(new TriggerCounts(1, inState ? 1 : 0, withData ? 1 : 0, containing ? 1 : 0, fresh ? 1 : 0));
        return fresh && counts.fresh() == nth;
    }

    /** Returns the length of the payload in bytes. */
    static int payload(IpView packet) {
        return packet.length - packet.headerLength - packet.transportHeaderLength();
    }

    /** Returns the TCP flags as the header has them; 0 for other protocols. */
    static int flags(IpView packet) {
        return packet.protocol == IpView.TCP && packet.length > packet.headerLength + FLAGS ? packet.u8(packet.headerLength + FLAGS) : 0;
    }

    private boolean hasFlags(IpView packet) {
        int wanted = content.flags().stream().mapToInt(TcpFlag::bit).sum();
        return (flags(packet) & wanted) == wanted;
    }

    private boolean isInState(IpView packet) {
        if (content.state() == ConnectionState.ALL) {
            return true;
        }
        boolean begins = packet.protocol == IpView.TCP
            ? (flags(packet) & (TcpFlag.SYN.bit() | TcpFlag.ACK.bit())) == TcpFlag.SYN.bit() : !ends.containsKey(flow(packet));
        return begins == (content.state() == ConnectionState.NEW);
    }

    private boolean contains(IpView packet) {
        if (content.contains().isEmpty()) {
            return true;
        }
        PayloadPattern wanted = content.contains().get();
        int start = packet.headerLength + packet.transportHeaderLength();
        int last = Math.min(wanted.last(), payload(packet) - pattern.length);
        for (int at = wanted.first(); at <= last; at++) {
            if (isAt(packet, start + at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(IpView packet, int offset) {
        for (int i = 0; i < pattern.length; i++) {
            if (packet.u8(offset + i) != (pattern[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Enters a packet into its flow, and returns whether it is no repetition. */
    private boolean isFresh(IpView packet) {
        if (packet.protocol != IpView.TCP) {
            ends.put(flow(packet), 0);
            return true;
        }
        int flags = flags(packet);
        int takes = payload(packet) + ((flags & TcpFlag.SYN.bit()) != 0 ? 1 : 0) + ((flags & TcpFlag.FIN.bit()) != 0 ? 1 : 0);
        int end = packet.buffer.getInt(packet.at + packet.headerLength + SEQUENCE) + takes;
        long flow = flow(packet);
        Integer known = ends.get(flow);
        boolean isBeginning = (flags & TcpFlag.SYN.bit()) != 0;
        if (takes > 0 && known != null && end - known <= 0 && !(isBeginning && end != known)) {
            return false;
        }
        if (known == null || end - known > 0 || isBeginning) {
            ends.put(flow, end);
        }
        return true;
    }

    /** Returns a number for one direction of a connection. */
    private static long flow(IpView packet) {
        return FlowCache.mixed(FlowCache.flow(packet), packet.protocol);
    }
}
