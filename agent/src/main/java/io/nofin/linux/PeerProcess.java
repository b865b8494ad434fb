package io.nofin.linux;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.byref.IntByReference;

/**
 * The process at the other end of a unix socket, and the namespaces it is in; see SO_PEERCRED in unix(7) and pidfd_open(2). From Linux
 * 6.5 on the kernel hands out the process itself (SO_PEERPIDFD), so that its number cannot mean another process. On older kernels, a
 * process that began after the connection was made is known to be another one.
 */
public final class PeerProcess {

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERPIDFD = 77;
    private static final int UCRED_BYTES = 12;          // struct ucred: pid, uid, gid
    private static final int INT_BYTES = 4;
    private static final double TICKS_PER_SECOND = 100; // USER_HZ on every machine
    private static final int START_TIME = 20;           // the index in proc_pid_stat(5), counted from the field behind the name

    private PeerProcess() {
    }

    /** The namespaces of a peer, compared with those of this process. */
    public enum Namespaces {
        /** The same user and PID namespace. */
        OURS,
        /** A process in this user namespace and in another PID namespace, most likely in a container. */
        OTHER_PIDS,
        /** Another user namespace, whose root is not this host's. */
        OTHER_USERS,
        /** The process has ended, or cannot be seen from here: its PID namespace is no child of this one. */
        UNKNOWN
    }

    /**
     * Finds out which namespaces the peer of a connected socket is in.
     *
     * @param acceptedMillis the time at which the connection was accepted, as of {@link System#currentTimeMillis}
     */
    public static Namespaces namespaces(SocketChannel socket, long acceptedMillis) throws IOException {
        int fd = number(socket);
        Optional<FileDescriptor> process = processOf(fd);
        if (process.isEmpty()) {
            return ofNumber(credentials(fd), acceptedMillis);
        }
        try (FileDescriptor held = process.get()) {
            Namespaces found = compare(pid(held));
            return pid(held) > 0 ? found : Namespaces.UNKNOWN;
        }
    }

    private static Namespaces ofNumber(int pid, long acceptedMillis) throws IOException {
        Namespaces found = compare(pid);
        if (found == Namespaces.UNKNOWN) {
            return found;
        }
        double uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        double accepted = uptime - (System.currentTimeMillis() - acceptedMillis) / 1e3;
        String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
        double started = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME - 1]) / TICKS_PER_SECOND;
        return started < accepted ? found : Namespaces.UNKNOWN;
    }

    private static Namespaces compare(int pid) {
        if (pid <= 0) {
            return Namespaces.UNKNOWN;
        }
        try {
            if (!isShared(pid, "user")) {
                return Namespaces.OTHER_USERS;
            }
            return isShared(pid, "pid") ? Namespaces.OURS : Namespaces.OTHER_PIDS;
        } catch (IOException gone) {
            return Namespaces.UNKNOWN;
        }
    }

    private static boolean isShared(int pid, String kind) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Integer.toString(pid), "ns", kind))
            .equals(Files.readSymbolicLink(Path.of("/proc/self/ns", kind)));
    }

    /** Returns the peer's process; empty on kernels without SO_PEERPIDFD. */
    private static Optional<FileDescriptor> processOf(int fd) throws ErrnoException {
        byte[] value = new byte[INT_BYTES];
        IntByReference length = new IntByReference(value.length);
        try {
            Syscall.check("getsockopt SO_PEERPIDFD", () -> LibC.INSTANCE.getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, value, length));
            return Optional.of(FileDescriptor.of(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt()));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOPROTOOPT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the process id: -1 when the process has ended, 0 when it has no number in this PID namespace. */
    private static int pid(FileDescriptor process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(process.number())))) {
            if (line.startsWith("Pid:")) {
                return Integer.parseInt(line.substring("Pid:".length()).strip());
            }
        }
        return 0;
    }

    private static int credentials(int fd) throws IOException {
        byte[] value = new byte[UCRED_BYTES];
        Syscall.check("getsockopt SO_PEERCRED", () -> LibC.INSTANCE.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, value, new IntByReference(value.length)));
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    /** Returns the descriptor's number. Java has no other way to it; the launcher exports the package (native-scripts/jvm). */
    private static int number(SocketChannel socket) throws IOException {
        try {
            return (int) Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(socket);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e instanceof InvocationTargetException invoked ? invoked.getCause() : e;
            throw new IOException("the peer of a socket is not known without --add-exports=java.base/sun.nio.ch=ALL-UNNAMED: " + cause, e);
        }
    }
}
