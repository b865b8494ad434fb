package io.nofin.truth;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.testing.Sockaddr;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import jnr.ffi.LibraryLoader;
import jnr.ffi.byref.IntByReference;

/**
 * A socket that never blocks, in the namespace of the thread that opens it, with the options that Java's own have not. Not thread-safe.
 */
final class Endpoint implements AutoCloseable {

    static final int ECONNREFUSED = 111;
    static final int NOTHING = -1;

    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int SO_BROADCAST = 6;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IPV6_MULTICAST_IF = 17;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int EINPROGRESS = 115;
    private static final int BACKLOG = 16;
    private static final Calls CALLS = LibraryLoader.create(Calls.class).failImmediately().load("c");

    private final FileDescriptor descriptor;
    private final boolean ipv6;

    /** Calls of the C library that nofin itself has no use for. */
    public interface Calls {
        int listen(int fd, int backlog);

        int setfsuid(int user);
    }

    private Endpoint(int type, boolean ipv6) throws IOException {
        this.ipv6 = ipv6;
        this.descriptor = FileDescriptor.of(Syscall.check("socket",
            () -> LibC.INSTANCE.socket(ipv6 ? Sockaddr.AF_INET6 : Sockaddr.AF_INET, type | NONBLOCK_CLOEXEC, 0)));
    }

    /** Opens a socket that belongs to a user, as matches for owners see it. */
    private static Endpoint open(int type, InetSocketAddress local, int user) throws IOException {
        CALLS.setfsuid(user);
        try {
            Endpoint endpoint = new Endpoint(type, local.getAddress() instanceof Inet6Address);
            endpoint.option(SOL_SOCKET, SO_REUSEADDR, word(1));
            byte[] name = Sockaddr.of(local);
            Syscall.check("bind " + local, () -> LibC.INSTANCE.bind(endpoint.number(), name, name.length));
            return endpoint;
        } finally {
            CALLS.setfsuid(0);
        }
    }

    static Endpoint datagrams(InetSocketAddress local, int user) throws IOException {
        return open(SOCK_DGRAM, local, user);
    }

    static Endpoint stream(InetSocketAddress local, int user) throws IOException {
        return open(SOCK_STREAM, local, user);
    }

    Endpoint listening() throws IOException {
        Syscall.check("listen", () -> CALLS.listen(number(), BACKLOG));
        return this;
    }

    /** Connects, for TCP without waiting for it. */
    Endpoint connect(InetSocketAddress remote) throws IOException {
        byte[] name = Sockaddr.of(remote);
        if (LibC.INSTANCE.connect(number(), name, name.length) < 0 && LibC.errno() != EINPROGRESS && LibC.errno() != ECONNREFUSED) {
            throw new IOException("connect " + remote + ": errno " + LibC.errno());
        }
        return this;
    }

    /** Has the kernel, or the device, cut what is sent into datagrams of so many bytes; see UDP_SEGMENT in udp(7). */
    Endpoint segmenting(int bytes) throws IOException {
        return option(SOL_UDP, UDP_SEGMENT, word(bytes));
    }

    /** Lets it send to groups and to all, by one device. */
    Endpoint toMany(int device) throws IOException {
        option(SOL_SOCKET, SO_BROADCAST, word(1));
        return ipv6 ? option(IPPROTO_IPV6, IPV6_MULTICAST_IF, word(device))
            : option(IPPROTO_IP, IP_MULTICAST_IF, new WireWriter().zeros(8).u32(device).toByteArray());
    }

    Endpoint join(byte[] group, int device) throws IOException {
        return ipv6 ? option(IPPROTO_IPV6, IPV6_JOIN_GROUP, new WireWriter().bytes(group).u32(device).toByteArray())
            : option(IPPROTO_IP, IP_ADD_MEMBERSHIP, new WireWriter().bytes(group).zeros(4).u32(device).toByteArray());
    }

    /** Sends one datagram, or a bundle of them, and returns the error number that the kernel gives the sender, or 0. */
    int send(byte[] bytes) {
        return LibC.INSTANCE.send(number(), bytes, bytes.length, 0) >= 0 ? 0 : LibC.errno();
    }

    /** Returns the number of bytes that came, or {@link #NOTHING}, also where an error waits. */
    int receive(byte[] buffer) {
        return (int) LibC.INSTANCE.recv(number(), buffer, buffer.length, 0);
    }

    /** Returns the pending error, which asking clears, or 0. */
    int error() throws IOException {
        return new WireReader(option(SOL_SOCKET, SO_ERROR, Integer.BYTES)).s32();
    }

    byte[] option(int level, int name, int length) throws IOException {
        byte[] value = new byte[length];
        Syscall.check("getsockopt " + name, () -> LibC.INSTANCE.getsockopt(number(), level, name, value, new IntByReference(length)));
        return value;
    }

    int number() {
        return descriptor.number();
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private Endpoint option(int level, int name, byte[] value) throws IOException {
        Syscall.check("setsockopt " + name, () -> LibC.INSTANCE.setsockopt(number(), level, name, value, value.length));
        return this;
    }

    private static byte[] word(int value) {
        return new WireWriter().u32(value).toByteArray();
    }
}
