package io.nofin.silence;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;

/** Records what goes through the router, on the near side as on the far side, before anybody there drops it. Has a thread. */
final class Wire implements AutoCloseable {

    private static final String EVERY_DEVICE = "any";
    private static final int HEADERS = 256;
    private static final int TIMEOUT_MS = 50;
    private static final int BUFFER = 32 << 20;

    /** Neighbour discovery (RFC 4861) and multicast listeners (RFC 2710, RFC 3810): what hosts say without any traffic. */
    private static final Set<Integer> HOUSEKEEPING = Set.of(130, 131, 132, 133, 134, 135, 136, 137, 143);

    private final Queue<Crossing> crossings = new ConcurrentLinkedQueue<>();
    private final PcapHandle handle;
    private final Thread thread = new Thread(this::record, "wire");
    private volatile Exception failure;

    enum Kind { HOUSEKEEPING, DATA, FIN, RST, ICMP }

    record Crossing(Instant at, Kind kind, InetAddress from, InetAddress to) {
    }

    private Wire(PcapHandle handle) {
        this.handle = handle;
        thread.setDaemon(true);
        thread.start();
    }

    static {
        System.setProperty("org.slf4j.simpleLogger.log.org.pcap4j", "warn");
    }

    static Wire tap(NetworkNamespace router) throws IOException {
        return router.call(() -> {
            try {
                return new Wire(new PcapHandle.Builder(EVERY_DEVICE).snaplen(HEADERS).timeoutMillis(TIMEOUT_MS)
                    .bufferSize(BUFFER).build());
            } catch (PcapNativeException e) {
                throw new IOException("cannot capture on the router", e);
            }
        });
    }

    /** Returns the packets that {@code host} sent or was sent between two moments. */
    List<Crossing> crossings(InetAddress host, Instant start, Instant end) {
        return crossings.stream()
            .filter(crossing -> crossing.from().equals(host) || crossing.to().equals(host))
            .filter(crossing -> crossing.at().isAfter(start) && crossing.at().isBefore(end))
            .toList();
    }

    /** Ends the recording, and fails if it is not complete; what was recorded stays. */
    @Override
    public void close() throws IOException {
        try {
            Thread.sleep(2 * TIMEOUT_MS);       // let the kernel hand over the last packets
            handle.breakLoop();
            thread.join();
            long lost = handle.getStats().getNumPacketsDropped();
            handle.close();
            if (failure != null || lost > 0) {
                throw new IOException("the capture has gaps: lost=" + lost, failure);
            }
        } catch (InterruptedException | NotOpenException | PcapNativeException e) {
            throw new IOException("cannot end the capture", e);
        }
    }

    private void record() {
        try {
            handle.loop(-1, this::note);
        } catch (InterruptedException e) {
            return;                             // breakLoop: the end
        } catch (PcapNativeException | NotOpenException e) {
            failure = e;
        }
    }

    private void note(Packet packet) {
        IpPacket ip = packet.get(IpPacket.class);
        if (ip != null) {
            crossings.add(new Crossing(handle.getTimestamp().toInstant(), kind(packet), ip.getHeader().getSrcAddr(),
                ip.getHeader().getDstAddr()));
        }
    }

    private static Kind kind(Packet packet) {
        TcpPacket tcp = packet.get(TcpPacket.class);
        IcmpV6CommonPacket icmp6 = packet.get(IcmpV6CommonPacket.class);
        if (icmp6 != null) {
            return HOUSEKEEPING.contains(icmp6.getHeader().getType().value() & 0xFF) ? Kind.HOUSEKEEPING : Kind.ICMP;
        }
        if (packet.get(IcmpV4CommonPacket.class) != null) {
            return Kind.ICMP;
        }
        if (tcp == null) {
            return Kind.DATA;
        }
        return tcp.getHeader().getRst() ? Kind.RST : tcp.getHeader().getFin() ? Kind.FIN : Kind.DATA;
    }
}
