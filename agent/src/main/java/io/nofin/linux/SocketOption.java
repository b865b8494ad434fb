package io.nofin.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The options of setsockopt(2) with a number as their value; socket(7), ip(7), ipv6(7), packet(7) and netlink(7) say what they do. */
public enum SocketOption {
    SO_BROADCAST(SocketOption.SOL_SOCKET, 6),
    SO_SNDBUFFORCE(SocketOption.SOL_SOCKET, 32),
    SO_RCVBUFFORCE(SocketOption.SOL_SOCKET, 33),
    SO_MARK(SocketOption.SOL_SOCKET, 36),
    IP_MULTICAST_LOOP(0, 34),
    IPV6_MULTICAST_LOOP(41, 19),
    PACKET_VNET_HDR(263, 15),
    NETLINK_ADD_MEMBERSHIP(SocketOption.SOL_NETLINK, 1),
    NETLINK_NO_ENOBUFS(SocketOption.SOL_NETLINK, 5),
    NETLINK_CAP_ACK(SocketOption.SOL_NETLINK, 10),
    NETLINK_EXT_ACK(SocketOption.SOL_NETLINK, 11);

    /** The level of options that every socket has, which control messages name as well. */
    public static final int SOL_SOCKET = 1;

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
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
        Syscall.check("setsockopt " + name(), () -> LibC.INSTANCE.setsockopt(socket.number(), level, number, bytes, bytes.length));
    }
}
