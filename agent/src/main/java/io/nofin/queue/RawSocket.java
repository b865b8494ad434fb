package io.nofin.queue;

import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.MessageVector;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sends whole IP packets of one family, each with the mark and by the device of the packet it was stolen from, in few system calls;
 * see raw(7). Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class RawSocket implements AutoCloseable {

    private static final int BATCH = 64;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int IPPROTO_RAW = 255;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BROADCAST = 6;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_MARK = 36;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int SEND_BUFFER = 32 << 20;
    private static final int MSG_DONTWAIT = 0x40;

    private final FileDescriptor descriptor;
    private final boolean ipv6;
    private final int usualMark;
    private final SendOutcome sendOutcome;
    private final MessageVector messages = new MessageVector(BATCH);
    private final Packet[] packets = new Packet[BATCH];
    private int count;

    /**
     * @param usualMark what most packets are sent with, so that it need not be said with each
     * @param sendOutcome   told of each packet
     */
    RawSocket(boolean ipv6, int usualMark, SendOutcome sendOutcome) throws IOException {
        this.ipv6 = ipv6;
        this.usualMark = usualMark;
        this.sendOutcome = sendOutcome;
        this.descriptor = FileDescriptor.of(Syscall.check("socket SOCK_RAW",
            () -> LibC.INSTANCE.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW)));
        setOption(SOL_SOCKET, SO_MARK, usualMark);
        setOption(SOL_SOCKET, SO_BROADCAST, 1);
        setOption(SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER);
        setOption(ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_MULTICAST_LOOP : IP_MULTICAST_LOOP, 0);    // the original's is there
    }

    /** Takes over a packet to be sent now, or with the next few. */
    void send(Packet packet) {
        int i = count++;
        packets[i] = packet;
        messages.piece(i, packet.address, packet.length);
        destination(i, packet);
        control(i, packet);
        if (count == BATCH) {
            flush();
        }
    }

    /** Sends those not sent yet. */
    void flush() {
        int from = 0;
        while (from < count) {
            int sent = messages.send(descriptor.number(), from, count, MSG_DONTWAIT);
            if (sent > 0) {
                from += sent;
            } else if (LibC.errno() != Errno.EINTR.value()) {
                sendOutcome.refused(packets[from], LibC.errno());
                from++;
            }
        }
        for (int i = 0; i < count; i++) {
            sendOutcome.done(packets[i]);
        }
        count = 0;
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private void destination(int i, Packet packet) {
        ByteBuffer names = messages.names();
        if (ipv6) {
            int at = messages.nameAt(i, 28);                // struct sockaddr_in6
            names.putShort(at, (short) AF_INET6).putShort(at + 2, (short) 0).putInt(at + 4, 0);
            names.put(at + 8, packet.memory, packet.at + 24, 16);
            names.putInt(at + 24, isLinkLocal(packet) ? packet.device : 0);
        } else {
            int at = messages.nameAt(i, 16);                // struct sockaddr_in
            names.putShort(at, (short) AF_INET).putShort(at + 2, (short) 0);
            names.put(at + 4, packet.memory, packet.at + 16, 4);
        }
    }

    private static boolean isLinkLocal(Packet packet) {
        return (packet.memory.getShort(packet.at + 24) & 0xFFC0) == 0xFE80;
    }

    private void control(int i, Packet packet) {
        int device = packet.device == 0 ? 0 : ipv6 ? 40 : 32;
        int mark = packet.mark == usualMark ? 0 : 24;
        int at = messages.controlAt(i, device + mark);
        ByteBuffer controls = messages.controls();
        if (device > 0) {
            int length = ipv6 ? 20 : 12;                    // struct in6_pktinfo, struct in_pktinfo
            controls.putLong(at, 16 + length).putInt(at + 8, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP)
                .putInt(at + 12, ipv6 ? IPV6_PKTINFO : IP_PKTINFO);
            if (ipv6) {
                controls.putLong(at + 16, 0).putLong(at + 24, 0).putInt(at + 32, packet.device);
            } else {
                controls.putInt(at + 16, packet.device);
                controls.put(at + 20, packet.memory, packet.at + 12, 4).putInt(at + 24, 0);
            }
        }
        if (mark > 0) {
            controls.putLong(at + device, 20).putInt(at + device + 8, SOL_SOCKET).putInt(at + device + 12, SO_MARK)
                .putInt(at + device + 16, packet.mark);
        }
    }

    private void setOption(int level, int option, int value) throws IOException {
        byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
        Syscall.check("setsockopt " + option,
            () -> LibC.INSTANCE.setsockopt(descriptor.number(), level, option, bytes, bytes.length));
    }
}
