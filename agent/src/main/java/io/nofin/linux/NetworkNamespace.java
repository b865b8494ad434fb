package io.nofin.linux;

import io.nofin.lifecycle.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * A network namespace, held by a descriptor: it stays alive, and means the same namespace, until this is closed, whatever
 * happens to the process or name it was found by. See network_namespaces(7). May be used from any thread.
 */
public final class NetworkNamespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final long NS_GET_USERNS = 0xB701;           // linux/nsfs.h, see ioctl_ns(2)
    private static final Path OWN_USER_NAMESPACE = Path.of("/proc/self/ns/user");
    private static final long NS_GET_NSTYPE = 0xb703;       // linux/nsfs.h, since Linux 4.11
    private static final long NSFS_MAGIC = 0x6e736673;      // linux/magic.h
    private static final int STATFS_LENGTH = 256;           // no less than struct statfs on any machine
    private static final long RETRY_NANOS = 1_000_000;
    private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");

    private final FileDescriptor descriptor;
    private final Path path;
    private final Id id;

    /** The identity of a namespace: two descriptors mean the same namespace when device and inode are equal. */
    public record Id(long device, long inode) {

        /** Reads the identity of the namespace behind {@code path} without holding it. */
        public static Id of(Path path) throws IOException {
            Map<String, Object> stat = Files.readAttributes(path, "unix:dev,ino");
            return new Id((Long) stat.get("dev"), (Long) stat.get("ino"));
        }

        @Override
        public String toString() {
            return "net:[" + inode + "]";
        }
    }

    /** A piece of code that runs inside a namespace. */
    @FunctionalInterface
    public interface Body<T> {
        T run() throws IOException;
    }

    private NetworkNamespace(FileDescriptor descriptor, Path path) throws IOException {
        this.descriptor = descriptor;
        this.path = path;
        this.id = Id.of(descriptor.path());
    }

    /**
     * Holds the namespace behind a path such as {@code /proc/4711/ns/net} or {@code /run/netns/redis}. The path is looked up once;
     * whatever it leads to, this neither blocks nor opens anything but a namespace.
     *
     * @throws ErrnoException EINVAL when the path leads to something else
     */
    public static NetworkNamespace open(Path path) throws IOException {
        FileDescriptor descriptor;
        try (FileDescriptor found = FileDescriptor.find(path)) {
            check(path, filesystem(found) == NSFS_MAGIC);
            descriptor = FileDescriptor.open(Path.of("/proc/self/fd", Integer.toString(found.number())));
        }
        try {
            check(path, LibC.INSTANCE.ioctl(descriptor.number(), NS_GET_NSTYPE) == CLONE_NEWNET);
            return new NetworkNamespace(descriptor, path);
        } catch (IOException | RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Returns the {@code f_type} of statfs(2), the first word of its struct. */
    private static long filesystem(FileDescriptor file) throws ErrnoException {
        byte[] statfs = new byte[STATFS_LENGTH];
        Syscall.check("fstatfs", () -> LibC.INSTANCE.fstatfs(file.number(), statfs));
        return ByteBuffer.wrap(statfs).order(ByteOrder.nativeOrder()).getLong();
    }

    private static void check(Path path, boolean isNamespace) throws ErrnoException {
        if (!isNamespace) {
            throw new ErrnoException("open network namespace " + path, Errno.EINVAL.value());
        }
    }

    /** Holds the namespace that the calling thread is in. */
    public static NetworkNamespace current() throws IOException {
        FileDescriptor descriptor = FileDescriptor.open(OF_THIS_THREAD);
        return new NetworkNamespace(descriptor, descriptor.path());
    }

    /** Creates a namespace without a name; it vanishes when this is closed and no process is left in it. */
    public static NetworkNamespace create() throws IOException {
        HomeThread.prepare();
        return NamespaceThread.call(() -> {
            Syscall.check("unshare CLONE_NEWNET", () -> LibC.INSTANCE.unshare(CLONE_NEWNET));
            return current();
        });
    }

    public Id id() {
        return id;
    }

    /**
     * Returns the path by which the namespace was found; for a namespace without a name, this process's descriptor under {@code /proc}.
     */
    public Path path() {
        return path;
    }

    /** Returns the path by which child processes reach the namespace while this is open, for example {@code nsenter --net=PATH}. */
    public Path descriptorPath() {
        return descriptor.path();
    }

    /**
     * Returns the number of the descriptor that holds the namespace, for requests to the kernel that name a namespace by a descriptor.
     */
    public int descriptor() {
        return descriptor.number();
    }

    /**
     * Returns whether the namespace belongs to the user namespace that this process is in. Only somebody with rights there can have
     * created such a one; any user can create the others and put anything into them. The namespaces of rootless containers are among the
     * others.
     */
    public boolean isOfOwnUserNamespace() throws IOException {
        int owner;
        try {
            owner = Syscall.check("ioctl NS_GET_USERNS", () -> LibC.INSTANCE.ioctl(descriptor.number(), NS_GET_USERNS));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EPERM) {
                return false;               // its owner is a user namespace outside this process's own
            }
            throw e;
        }
        try (FileDescriptor user = FileDescriptor.of(owner)) {
            return Id.of(user.path()).equals(Id.of(OWN_USER_NAMESPACE));
        }
    }

    /**
     * Runs {@code body} on a thread of its own inside this namespace and waits for it. Sockets opened by the body stay in the namespace
     * for good; processes started by it run there.
     */
    public <T> T call(Body<T> body) throws IOException {
        HomeThread.prepare();
        return NamespaceThread.call(() -> {
            enter();
            return body.run();
        });
    }

    /**
     * Runs {@code body} on the calling thread, which is inside this namespace meanwhile. It must make system calls alone: it must not start
     * threads or programs, nor wait for anything. Where the thread could not come back, another one runs it, as in {@link #call}.
     */
    public <T> T visit(Body<T> body) throws IOException {
        HomeThread.prepare();
        try (FileDescriptor home = FileDescriptor.open(OF_THIS_THREAD)) {
            if (isVirtual() || LibC.INSTANCE.setns(home.number(), CLONE_NEWNET) != 0) {
                return call(body);
            }
            enter();
            try {
                return body.run();
            } finally {
                comeBack(home);
            }
        }
    }

    /** Returns whether the calling thread shares its thread of the kernel with others, which would find themselves in the namespace. */
    private static boolean isVirtual() {
        return Thread.currentThread().getClass().getName().equals("java.lang.VirtualThread");
    }

    /** Moves the calling thread back to where it was allowed to go a moment ago: only lack of memory is in the way, which passes. */
    private static void comeBack(FileDescriptor home) {
        while (LibC.INSTANCE.setns(home.number(), CLONE_NEWNET) != 0) {
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** Moves the calling thread into this namespace for good. Only for threads that nobody else uses afterwards. */
    public void enter() throws IOException {
        HomeThread.prepare();
        Syscall.check("setns " + path, () -> LibC.INSTANCE.setns(descriptor.number(), CLONE_NEWNET));
    }

    @Override
    public void close() {
        descriptor.close();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkNamespace that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id);
    }

    @Override
    public String toString() {
        return path + " " + id;
    }

    /** A platform thread that ends after one body, so that no other code ever runs in a namespace by accident. */
    private static final class NamespaceThread<T> extends Thread {

        private final Body<T> body;
        private T result;
        private Throwable failure;

        private NamespaceThread(Body<T> body) {
            super("nofin-namespace");
            this.body = body;
            setDaemon(true);
        }

        static <T> T call(Body<T> body) throws IOException {
            NamespaceThread<T> thread = new NamespaceThread<>(body);
            thread.start();
            Threads.join(thread);
            if (thread.failure instanceof IOException e) {
                throw e;
            }
            if (thread.failure instanceof RuntimeException e) {
                throw e;
            }
            if (thread.failure instanceof Error e) {
                throw e;
            }
            return thread.result;
        }

        @Override
        public void run() {
            try {
                result = body.run();
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            } catch (Throwable e) {         // passed on to the caller, who is waiting
                failure = e;
            }
        }
    }
}
