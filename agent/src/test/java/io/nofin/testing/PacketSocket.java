package io.nofin.testing;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.linux.Syscall;
import io.nofin.netlink.route.RouteSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A packet socket on one interface, as DHCP clients have one: it sends behind all of iptables, and reads in front of it; see packet(7). */
public final class PacketSocket implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int ETH_P_IP = 0x0800;
    private static final int ADDRESS_LENGTH = 20;       // struct sockaddr_ll
    private static final int ETHERNET = 14;
    private static final int MAC_ADDRESSES = 12;
    private static final int VLAN = 0x8100;
    private static final int TAG = 4;
    private static final int IP = 20;
    private static final int UDP = 8;
    private static final int MSG_DONTWAIT = 0x40;

    private final FileDescriptor descriptor;

    private PacketSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    public static PacketSocket open(NetworkNamespace namespace, String device) throws IOException {
        int protocol = Short.toUnsignedInt(Short.reverseBytes((short) ETH_P_IP));      // x86 and arm64 are little-endian
        return namespace.call(() -> {
            int index;
            try (RouteSocket route = RouteSocket.open()) {
                index = route.link(device).index();
            }
            PacketSocket socket = new PacketSocket(FileDescriptor.of(Syscall.check("socket AF_PACKET",
                () -> LibC.INSTANCE.socket(AF_PACKET, SOCK_RAW, protocol))));
            byte[] address = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder()).putShort((short) AF_PACKET)
                .putShort((short) protocol).putInt(index).array();
            Syscall.check("bind packet socket", () -> LibC.INSTANCE.bind(socket.descriptor.number(), address, address.length));
            return socket;
        });
    }

    /** Sends a datagram over IPv4 to whoever listens on the link, without a checksum of UDP's. */
    public void send(String from, String to, int port, byte[] payload) throws IOException {
        send(frame(from, to, port, payload));
    }

    /** Sends the same with the tag of a VLAN. */
    public void sendTagged(int vlan, String from, String to, int port, byte[] payload) throws IOException {
        byte[] frame = frame(from, to, port, payload);
        send(ByteBuffer.allocate(frame.length + TAG).put(frame, 0, MAC_ADDRESSES).putShort((short) VLAN).putShort((short) vlan)
            .put(frame, MAC_ADDRESSES, frame.length - MAC_ADDRESSES).array());
    }

    private void send(byte[] frame) throws IOException {
        Syscall.check("send by packet socket", () -> LibC.INSTANCE.send(descriptor.number(), frame, frame.length, 0));
    }

    private static byte[] frame(String from, String to, int port, byte[] payload) throws IOException {
        byte[] frame = ByteBuffer.allocate(ETHERNET + IP + UDP + payload.length)
            .putLong(-1).putInt(0).putShort((short) ETH_P_IP)                           // to all, from nobody
            .put((byte) 0x45).put((byte) 0).putShort((short) (IP + UDP + payload.length)).putInt(0)
            .put((byte) 64).put((byte) 17).putShort((short) 0)
            .put(InetAddress.getByName(from).getAddress()).put(InetAddress.getByName(to).getAddress())
            .putShort((short) port).putShort((short) port).putShort((short) (UDP + payload.length)).putShort((short) 0)
            .put(payload).array();
        int sum = checksum(Arrays.copyOfRange(frame, ETHERNET, ETHERNET + IP));
        ByteBuffer.wrap(frame).putShort(ETHERNET + 10, (short) sum);
        return frame;
    }

    /** Takes a frame that came, where there is one; how many bytes, or -1. */
    public int receive(byte[] frame) {
        return (int) LibC.INSTANCE.recv(descriptor.number(), frame, frame.length, MSG_DONTWAIT);
    }

    @Override
    public void close() {
        descriptor.close();
    }

    /** RFC 1071. */
    private static int checksum(byte[] header) {
        int sum = 0;
        for (int at = 0; at < header.length; at += 2) {
            sum += (header[at] & 0xFF) << 8 | header[at + 1] & 0xFF;
        }
        return ~((sum >> 16) + sum) & 0xFFFF;
    }
}
