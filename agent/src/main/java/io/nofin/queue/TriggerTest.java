package io.nofin.queue;

import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.PacketContent;
import io.nofin.scenario.PayloadPattern;
import io.nofin.scenario.TcpFlag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides, packet by packet, which one a step waits for. A TCP segment that brings nothing new, because all of it was seen before, is a
 * repetition and counts for nothing. Not thread-safe; {@link #counts} may be called from any thread.
 */
final class TriggerTest {

    private static final int MOST_FLOWS = 4_096;
    private static final int SEQUENCE = 4;
    private static final int FLAGS = 13;

    private final PacketContent content;
    private final int nth;
    private final byte[] pattern;
    private final Map<Flow, Integer> ends = new Flows();
    private volatile TriggerCounts counts = TriggerCounts.NONE;

    /** One direction of a connection: its addresses and ports as they stand in a packet. */
    private record Flow(int protocol, ByteBuffer ends) {
    }

    /** Keeps, for each flow, the number of the byte that comes next; the flow that was silent longest makes room. */
    private static final class Flows extends LinkedHashMap<Flow, Integer> {

        private static final long serialVersionUID = 1;

        Flows() {
            super(1, 1, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Flow, Integer> eldest) {
            return size() > MOST_FLOWS;
        }
    }

    TriggerTest(PacketContent content, int nth) {
        this.content = content;
        this.nth = nth;
        this.pattern = content.contains().map(wanted -> wanted.bytes().getBytes(StandardCharsets.ISO_8859_1)).orElse(new byte[0]);
    }

    TriggerCounts counts() {
        return counts;
    }

    /** Returns whether the packet is the one; it is asked once about each packet, in their order. */
    boolean isMet(IpView packet) {
        boolean isFirst = packet.valid && packet.firstFragment;
        boolean inState = isFirst && hasFlags(packet) & isInState(packet);
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
        Flow flow = flow(packet);
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

    private static Flow flow(IpView packet) {
        int addresses = packet.ipv6 ? 8 : 12;
        int size = packet.ipv6 ? 32 : 8;
        int ports = packet.length >= packet.headerLength + 4 && packet.protocol != IpView.ICMP && packet.protocol != IpView.ICMPV6 ? 4 : 0;
        ByteBuffer key = ByteBuffer.allocate(size + ports);
        for (int i = 0; i < size; i++) {
            key.put((byte) packet.u8(addresses + i));
        }
        for (int i = 0; i < ports; i++) {
            key.put((byte) packet.u8(packet.headerLength + i));
        }
        return new Flow(packet.protocol, key.flip());
    }
}
