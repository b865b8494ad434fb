package io.nofin.queue;

import io.nofin.linux.MessageVector;
import io.nofin.linux.SocketOption;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends whole IP packets of one family, each with the mark and by the device of the packet it was stolen from, in few system calls;
 * see raw(7). Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class RawSocket extends BatchSocket {

    private static final int BATCH = 64;
    private static final int IPPROTO_RAW = 255;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;

    private final IpFamily family;
    private final int usualMark;

    /**
     * @param usualMark   what most packets are sent with, so that it need not be said with each
     * @param sendOutcome told of each packet
     */
    RawSocket(IpFamily family, int usualMark, SendOutcome sendOutcome) throws IOException {
        super(family.number(), IPPROTO_RAW, BATCH, sendOutcome);
        this.family = family;
        this.usualMark = usualMark;
        try {
            set(SocketOption.SO_MARK, usualMark);
            set(SocketOption.SO_BROADCAST, 1);
            set(family == IpFamily.IPV6 ? SocketOption.IPV6_MULTICAST_LOOP : SocketOption.IP_MULTICAST_LOOP, 0);    // the original's is there
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    void describe(MessageVector messages, int i, Packet packet) {
        messages.piece(i, packet.address, packet.length);
        if (family == IpFamily.IPV6) {
            to6(messages, i, packet);
        } else {
            to4(messages, i, packet);
        }
    }

    private void to4(MessageVector messages, int i, Packet packet) {
        int name = messages.nameAt(i, 16);                  // struct sockaddr_in
        messages.names().putShort(name, (short) family.number()).putShort(name + 2, (short) 0)
            .put(name + 4, packet.memory, packet.at + 16, 4);
        int device = packet.device == 0 ? 0 : 32;
        int at = control(messages, i, device, packet.mark != usualMark, packet.mark);
        if (device > 0) {                                   // struct in_pktinfo
            messages.controls().putLong(at, 16 + 12).putInt(at + 8, IPPROTO_IP).putInt(at + 12, IP_PKTINFO)
                .putInt(at + 16, packet.device).put(at + 20, packet.memory, packet.at + 12, 4).putInt(at + 24, 0);
        }
    }

    private void to6(MessageVector messages, int i, Packet packet) {
        int name = messages.nameAt(i, 28);                  // struct sockaddr_in6
        ByteBuffer names = messages.names();
        names.putShort(name, (short) family.number()).putShort(name + 2, (short) 0).putInt(name + 4, 0)
            .put(name + 8, packet.memory, packet.at + 24, 16)
            .putInt(name + 24, isLinkLocal(packet) ? packet.device : 0);
        int device = packet.device == 0 ? 0 : 40;
        int at = control(messages, i, device, packet.mark != usualMark, packet.mark);
        if (device > 0) {                                   // struct in6_pktinfo
            messages.controls().putLong(at, 16 + 20).putInt(at + 8, IPPROTO_IPV6).putInt(at + 12, IPV6_PKTINFO)
                .putLong(at + 16, 0).putLong(at + 24, 0).putInt(at + 32, packet.device);
        }
    }

    private static boolean isLinkLocal(Packet packet) {
        return (packet.memory.getShort(packet.at + 24) & 0xFFC0) == 0xFE80;
    }
}
