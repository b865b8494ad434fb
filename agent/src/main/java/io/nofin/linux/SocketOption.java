package io.nofin.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jnr.ffi.byref.IntByReference;

/** The options of setsockopt(2), most with a number as their value; socket(7), ip(7), ipv6(7), packet(7) and netlink(7) say what they do. */
public enum SocketOption {
    SO_ERROR(SocketOption.SOL_SOCKET, 4),
    SO_BROADCAST(SocketOption.SOL_SOCKET, 6),
    SO_ATTACH_FILTER(SocketOption.SOL_SOCKET, 26),
    SO_SNDBUFFORCE(SocketOption.SOL_SOCKET, 32),
    SO_RCVBUFFORCE(SocketOption.SOL_SOCKET, 33),
    SO_MARK(SocketOption.SOL_SOCKET, 36),
    IP_MULTICAST_LOOP(0, 34),
    IPV6_MULTICAST_LOOP(41, 19),
    PACKET_RX_RING(SocketOption.SOL_PACKET, 5),
    PACKET_STATISTICS(SocketOption.SOL_PACKET, 6),
    PACKET_VERSION(SocketOption.SOL_PACKET, 10),
    PACKET_VNET_HDR(SocketOption.SOL_PACKET, 15),
    NETLINK_ADD_MEMBERSHIP(SocketOption.SOL_NETLINK, 1),
    NETLINK_NO_ENOBUFS(SocketOption.SOL_NETLINK, 5),
    NETLINK_CAP_ACK(SocketOption.SOL_NETLINK, 10),
    NETLINK_EXT_ACK(SocketOption.SOL_NETLINK, 11);

    /** The level of options that every socket has, which control messages name as well. */
    public static final int SOL_SOCKET = 1;

    private static final int SOL_PACKET = 263;
    private static final int SOL_NETLINK = 270;

    private final int level;
    private final int number;

    SocketOption(int level, int number) {
        this.level = level;
        this.number = number;
    }

    /** Returns the number of the option within its level. */
    public int number() {
        return number;
    }

    /** Sets the option of a socket. */
    public void set(FileDescriptor socket, int value) throws IOException {
        set(socket, ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    /** Sets an option of a socket whose value is a struct. */
    public void set(FileDescriptor socket, byte[] struct) throws IOException {
        Syscall.check("setsockopt " + name(), () -> LibC.INSTANCE.setsockopt(socket.number(), level, number, struct, struct.length));
    }

    /** Returns the value of an option in native byte order, {@code length} bytes at most. */
    public ByteBuffer get(FileDescriptor socket, int length) throws IOException {
        byte[] bytes = new byte[length];
        IntByReference size = new IntByReference(length);
        Syscall.check("getsockopt " + name(), () -> LibC.INSTANCE.getsockopt(socket.number(), level, number, bytes, size));
        return ByteBuffer.wrap(Arrays.copyOf(bytes, size.intValue())).order(ByteOrder.nativeOrder());
    }
}
