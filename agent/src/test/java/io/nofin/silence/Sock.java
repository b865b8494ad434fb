package io.nofin.silence;

import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.testing.Sockaddr;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.byref.IntByReference;

/**
 * A non-blocking socket in the namespace of the thread that opens it, whose calls return what the kernel returned: Java's own
 * sockets hide some of what a program in C would see. Not thread-safe.
 */
final class Sock implements AutoCloseable {

    static final String OK = "ok";

    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_SYNCNT = 7;
    private static final int IPPROTO_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;
    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int EINPROGRESS = 115;
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;

    private final FileDescriptor descriptor;
    private final IpFamily family;

    /** The calls that nofin itself has no use for. */
    public interface Calls {

        Calls INSTANCE = LibraryLoader.create(Calls.class).failImmediately().load("c");

        long sendto(int fd, @In byte[] buffer, long length, int flags, @In byte[] address, int addressLength);
    }

    private Sock(IpFamily family, int type) throws IOException {
        this.family = family;
        this.descriptor = FileDescriptor.of(Syscall.check("socket", () -> LibC.INSTANCE.socket(
            family == IpFamily.IPV4 ? Sockaddr.AF_INET : Sockaddr.AF_INET6, type | NONBLOCK_CLOEXEC, 0)));
    }

    static Sock tcp(IpFamily family) throws IOException {
        Sock sock = new Sock(family, SOCK_STREAM);
        sock.setOption(IPPROTO_TCP, TCP_NODELAY, 1);
        return sock;
    }

    static Sock udp(IpFamily family) throws IOException {
        return new Sock(family, SOCK_DGRAM);
    }

    /** Asks to be told every error, as careful senders do: IP_RECVERR or IPV6_RECVERR. */
    Sock receivingErrors() throws IOException {
        if (family == IpFamily.IPV4) {
            setOption(IPPROTO_IP, IP_RECVERR, 1);
        } else {
            setOption(IPPROTO_IPV6, IPV6_RECVERR, 1);
        }
        return this;
    }

    /** Sets how often a SYN is sent again before connect gives up. */
    Sock givingUpAfter(int retransmissions) throws IOException {
        setOption(IPPROTO_TCP, TCP_SYNCNT, retransmissions);
        return this;
    }

    String connect(InetSocketAddress to) {
        byte[] address = Sockaddr.of(to);
        return result(LibC.INSTANCE.connect(descriptor.number(), address, address.length));
    }

    String sendTo(InetSocketAddress to, byte[] bytes) {
        byte[] address = Sockaddr.of(to);
        return result(Calls.INSTANCE.sendto(descriptor.number(), bytes, bytes.length, 0, address, address.length));
    }

    String send(byte[] bytes) {
        return result(LibC.INSTANCE.send(descriptor.number(), bytes, bytes.length, 0));
    }

    /** Reads what is there now, and returns the bytes it took, and how the last call ended. */
    Received receive() {
        return receive(0);
    }

    /** Reads the errors that {@link #receivingErrors} asked for in the same way. */
    Received receiveErrors() {
        return receive(MSG_ERRQUEUE);
    }

    record Received(int calls, int bytes, String end) {
    }

    /** Returns the result of a connection attempt, or another pending error; asking clears it. */
    String pendingError() throws IOException {
        byte[] value = new byte[4];
        Syscall.check("getsockopt SO_ERROR",
            () -> LibC.INSTANCE.getsockopt(descriptor.number(), SOL_SOCKET, SO_ERROR, value, new IntByReference(value.length)));
        return name(new WireReader(value).s32());
    }

    boolean awaitReadable(Duration timeout) throws IOException {
        return await(POLLIN, timeout);
    }

    boolean awaitWritable(Duration timeout) throws IOException {
        return await(POLLOUT, timeout);
    }

    int localPort() throws IOException {
        byte[] address = new byte[28];
        Syscall.check("getsockname",
            () -> LibC.INSTANCE.getsockname(descriptor.number(), address, new IntByReference(address.length)));
        return new WireReader(address).skip(2).be16();
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private Received receive(int flags) {
        byte[] buffer = new byte[1 << 16];
        int bytes = 0;
        for (int calls = 0; ; calls++) {
            long length = LibC.INSTANCE.recv(descriptor.number(), buffer, buffer.length, flags);
            if (length <= 0) {
                return new Received(calls, bytes, length == 0 ? "end of stream" : result(length));
            }
            bytes += (int) length;
        }
    }

    private boolean await(int event, Duration timeout) throws IOException {
        byte[] pollfd = new WireWriter().u32(descriptor.number()).u16(event).u16(0).toByteArray();
        return Syscall.check("poll", () -> LibC.INSTANCE.poll(pollfd, 1, Math.toIntExact(timeout.toMillis()))) > 0;
    }

    private void setOption(int level, int option, int value) throws IOException {
        byte[] bytes = new WireWriter().u32(value).toByteArray();
        Syscall.check("setsockopt " + option,
            () -> LibC.INSTANCE.setsockopt(descriptor.number(), level, option, bytes, bytes.length));
    }

    private static String result(long returned) {
        return returned >= 0 ? OK : name(LibC.errno());
    }

    private static String name(int errno) {
        if (errno == 0) {
            return OK;
        }
        if (errno == EINPROGRESS) {
            return "EINPROGRESS";
        }
        return Errno.of(errno) == Errno.OTHER ? "errno " + errno : Errno.of(errno).name();
    }
}
