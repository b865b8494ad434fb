package io.nofin.queue;

import java.nio.ByteBuffer;

/**
 * Datagrams of one flow and one length that go together, and can go through the kernel as one packet that the device, or the kernel
 * behind it, takes apart again into the same datagrams: UDP segmentation offload. Not thread-safe.
 */
final class UdpGsoBatch {

    private static final int MOST = 64;                 // UDP_MAX_SEGMENTS of older kernels
    private static final int MOST_BYTES = 60_000;
    private static final int UDP_HEADER = 8;
    private static final int GSO_UDP_L4 = 5;
    private static final int UDP_CHECKSUM = 6;

    private final Packet[] packets = new Packet[MOST];
    private int count;
    private int bytes;

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    Packet get(int i) {
        return packets[i];
    }

    void clear() {
        count = 0;
        bytes = 0;
    }

    /** Returns whether a packet could go in a train at all: a datagram that is as its sender made it. */
    static boolean isCarriage(IpView view) {
        return view.protocol == IpView.UDP && !view.fragment && view.headerLength == (view.ipv6 ? IpView.IPV6_HEADER : 20)
            && view.length > view.headerLength + UDP_HEADER && view.u16(view.headerLength + 4) == view.length - view.headerLength
            && view.u16(view.headerLength + UDP_CHECKSUM) != 0;
    }

    /** Adds a packet; returns false if it does not belong to those that are here. */
    boolean add(Packet packet) {
        if (count > 0 && (count == MOST || bytes + packet.length > MOST_BYTES || !follows(packet, packets[count - 1], packets[0]))) {
            return false;
        }
        packets[count++] = packet;
        bytes += packet.length;
        return true;
    }

    /** Returns the length of the packet that stands for all, including the headers in front of it. */
    int length() {
        int headers = headers(packets[0]);
        return GsoPrefix.BYTES + bytes - (count - 1) * headers;
    }

    /** Writes the packet that stands for all. */
    void write(Packet into, NextHop hop) {
        Packet first = packets[0];
        int headers = headers(first);
        ByteBuffer to = into.memory;
        int at = into.at + GsoPrefix.BYTES;
        to.put(at, first.memory, first.at, first.length);
        int end = at + first.length;
        for (int i = 1; i < count; i++) {
            to.put(end, packets[i].memory, packets[i].at + headers, packets[i].length - headers);
            end += packets[i].length - headers;
        }
        into.kind = Packet.Kind.FRAMED;
        into.carriage = false;
        into.length = end - at;
        into.ipv6 = first.ipv6;
        into.device = first.device;
        into.mark = first.mark;
        into.lanes = first.lanes;
        headers(to, at, into.length, headers - UDP_HEADER, first.ipv6);
        new GsoPrefix(GSO_UDP_L4, headers - UDP_HEADER, headers, first.length - headers, UDP_CHECKSUM).write(to, into.at, hop, first.ipv6);
    }

    private static void headers(ByteBuffer to, int at, int length, int ip, boolean ipv6) {
        if (ipv6) {
            to.putShort(at + 4, (short) (length - ip));
        } else {
            to.putShort(at + 2, (short) length).putShort(at + 10, (short) 0);
            to.putShort(at + 10, (short) Checksum.of(Checksum.sum(to, at, ip)));
        }
        long pseudo = (ipv6 ? Checksum.sum(to, at + 8, 32) : Checksum.sum(to, at + 12, 8)) + IpView.UDP + length - ip;
        to.putShort(at + ip + 4, (short) (length - ip)).putShort(at + ip + UDP_CHECKSUM, (short) Checksum.fold(pseudo));
    }

    /** Returns whether the packet is of the same flow and as long as the first; only the last one may be shorter. */
    private static boolean follows(Packet packet, Packet last, Packet first) {
        if (packet.ipv6 != first.ipv6 || packet.mark != first.mark || packet.device != first.device || packet.length > first.length
                || last.length != first.length) {
            return false;
        }
        ByteBuffer one = packet.memory;
        ByteBuffer other = first.memory;
        int a = packet.at;
        int b = first.at;
        return packet.ipv6
            ? one.getInt(a) == other.getInt(b) && one.getShort(a + 6) == other.getShort(b + 6)
                && one.getLong(a + 8) == other.getLong(b + 8) && one.getLong(a + 16) == other.getLong(b + 16)
                && one.getLong(a + 24) == other.getLong(b + 24) && one.getLong(a + 32) == other.getLong(b + 32)
                && one.getInt(a + 40) == other.getInt(b + 40)
            : one.getShort(a) == other.getShort(b) && one.getInt(a + 6) == other.getInt(b + 6)
                && one.getLong(a + 12) == other.getLong(b + 12) && one.getInt(a + 20) == other.getInt(b + 20);
    }

    private static int headers(Packet packet) {
        return (packet.ipv6 ? IpView.IPV6_HEADER : 20) + UDP_HEADER;
    }
}
