package io.nofin.queue;

import io.nofin.linux.IpFamilies;
import io.nofin.unit.IpFamily;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Sends copies on, in the order they are given, by the cheapest way that is right for each: one by one through raw sockets, large TCP
 * packets whole, and datagrams that go together as one packet. The first of a flow, and one every second, always goes through the raw
 * socket, so that connection tracking comes to know the flow. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class PacketSender implements Closeable {

    private static final int WORTH_IT = 4;              // shorter trains cost more than they save

    private final PacketMemory memory;
    private final int pastOut;
    private final RawSocket ipv4;
    private final RawSocket ipv6;
    private final GsoSocket large;
    private final NextHops hops;
    private final UdpGsoBatch udpGsoBatch = new UdpGsoBatch();
    private final IpView view = new IpView();
    private final FlowCache<Boolean> flows = new FlowCache<>();
    private boolean trainsRun = true;

    /** @param sendOutcome is told of each packet that is handed to the kernel */
    PacketSender(PacketMemory memory, int mark, int pastOut, NextHops hops, SendOutcome sendOutcome) throws IOException {
        this.memory = memory;
        this.pastOut = pastOut;
        this.hops = hops;
        this.ipv4 = new RawSocket(IpFamily.IPV4, mark, sendOutcome);
        this.ipv6 = IpFamilies.ofKernel().contains(IpFamily.IPV6) ? new RawSocket(IpFamily.IPV6, mark, sendOutcome) : ipv4;    // or none of its packets come
        this.large = new GsoSocket(sendOutcome);
    }

    /** Takes over a copy, to be sent now or at the next {@link #flush}. */
    void send(Packet packet, long now) {
        if (packet.carriage && trainsRun) {
            if (!udpGsoBatch.add(packet)) {
                sendTrain(now);
                udpGsoBatch.add(packet);
            }
            return;
        }
        sendTrain(now);
        if (packet.kind == Packet.Kind.FRAMED) {
            (packet.ipv6 ? ipv6 : ipv4).flush();        // what came first goes first
            large.send(packet);
        } else {
            large.flush();
            (packet.ipv6 ? ipv6 : ipv4).send(packet);
        }
    }

    void flush(long now) {
        sendTrain(now);
        ipv4.flush();
        ipv6.flush();
        large.flush();
    }

    @Override
    public void close() {
        ipv4.close();
        if (ipv6 != ipv4) {
            ipv6.close();
        }
        large.close();
    }

    private void sendTrain(long now) {
        if (udpGsoBatch.isEmpty()) {
            return;
        }
        if (udpGsoBatch.size() < WORTH_IT || !sendAsOne(now)) {
            for (int i = 0; i < udpGsoBatch.size(); i++) {
                RawSocket socket = udpGsoBatch.get(i).ipv6 ? ipv6 : ipv4;
                large.flush();
                socket.send(udpGsoBatch.get(i));
            }
        }
        udpGsoBatch.clear();
    }

    private boolean sendAsOne(long now) {
        Packet first = udpGsoBatch.get(0);
        view.read(first.memory, first.at, first.length);
        if (!isKnown(view, now) || !memory.hasRoom(udpGsoBatch.length())) {
            return false;
        }
        Optional<NextHop> hop = hops.find(view, 0, first.device, first.mark & ~pastOut, now);
        if (hop.isEmpty()) {
            return false;
        }
        (first.ipv6 ? ipv6 : ipv4).flush();
        Packet all = memory.take(udpGsoBatch.length());
        udpGsoBatch.write(all, hop.get());
        all.mark &= ~pastOut;
        if (!large.sendNow(all)) {
            trainsRun = false;                          // a kernel before 6.2
            return false;
        }
        for (int i = 0; i < udpGsoBatch.size(); i++) {
            memory.giveBack(udpGsoBatch.get(i));
        }
        return true;
    }

    /** Returns whether a packet of the flow was sent through the raw socket within the last second; if not, this one will be. */
    private boolean isKnown(IpView packet, long now) {
        long flow = FlowCache.flow(packet);
        if (flows.get(flow, now).isPresent()) {
            return true;
        }
        flows.put(flow, true, now + FlowCache.FRESH_NANOS);
        return false;
    }
}
