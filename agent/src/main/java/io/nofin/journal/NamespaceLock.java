package io.nofin.journal;

import static io.nofin.linux.OpenFlags.O_CLOEXEC;
import static io.nofin.linux.OpenFlags.O_CREAT;
import static io.nofin.linux.OpenFlags.O_NOFOLLOW;
import static io.nofin.linux.OpenFlags.O_RDWR;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.FileLock;
import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lock under which nofin's processes, agents, runs, guards and {@code native-scripts/heal}, arm and disarm in a namespace, one at
 * a time: flock(2) on {@code /run/nofin/locks/DEVICE-INODE}, a file for that namespace in a directory that nobody else may enter.
 * Anybody who may see a namespace could lock the namespace itself. The file goes with the lock; {@link #sweep} removes what a killed
 * process left. Processes that see another {@code /run} have locks of their own. Taking the lock again through the same
 * {@link NetworkNamespace}, as a run does that arms and then removes its rules, succeeds at once. May be used from any thread.
 */
public final class NamespaceLock implements AutoCloseable {

    private static final String DIRECTORY = "locks";
    private static final int OWNER_ONLY = 0600;

    private static final Map<NetworkNamespace, NamespaceLock> HELD = new IdentityHashMap<>();

    private final RunDirectory locks;
    private final String name;
    private final FileDescriptor file;
    private int times;                              // guarded by HELD

    private NamespaceLock(RunDirectory locks, String name, FileDescriptor file) {
        this.locks = locks;
        this.name = name;
        this.file = file;
    }

    /** Takes the lock as soon as nobody else has it; empty when that took longer than {@code patience}. */
    public static Optional<NamespaceLock> take(RunDirectory directory, NetworkNamespace namespace, Duration patience) throws IOException {
        Optional<NamespaceLock> held = again(namespace);
        if (held.isPresent()) {
            return held;
        }
        Optional<NamespaceLock> taken = take(directory, namespace.id(), patience);
        synchronized (HELD) {
            taken.ifPresent(lock -> {
                HELD.put(namespace, lock);
                lock.times = 1;
            });
        }
        return taken;
    }

    private static Optional<NamespaceLock> again(NetworkNamespace namespace) {
        synchronized (HELD) {
            Optional<NamespaceLock> held = Optional.ofNullable(HELD.get(namespace));
            held.ifPresent(lock -> lock.times++);
            return held;
        }
    }

    private static Optional<NamespaceLock> take(RunDirectory directory, NetworkNamespace.Id namespace, Duration patience) throws IOException {
        directory.open().close();                   // creates the directory if it is missing
        RunDirectory locks = locks(directory);
        String name = namespace.device() + "-" + namespace.inode();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            NamespaceLock lock = open(locks, name);
            if (!FileLock.lock(lock.file, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                lock.file.close();
                return Optional.empty();
            }
            if (lock.isThere()) {
                return Optional.of(lock);
            }
            lock.file.close();                      // its last holder has removed the file: the next one has a new file
        }
    }

    /** Removes the files of locks that nobody holds. */
    public static void sweep(RunDirectory directory) throws IOException {
        RunDirectory locks = locks(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(locks.path())) {
            for (Path file : files) {
                NamespaceLock lock = open(locks, file.getFileName().toString());
                if (FileLock.tryLock(lock.file) && lock.isThere()) {
                    lock.remove();
                } else {
                    lock.file.close();
                }
            }
        } catch (NoSuchFileException noLocks) {
            // Nobody has ever taken one.
        }
    }

    /** Releases the lock once it was closed as often as it was taken. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            times--;
            if (times > 0) {
                return;
            }
            HELD.values().remove(this);
        }
        remove();
    }

    private void remove() throws IOException {
        try (file; FileDescriptor in = locks.open()) {
            Syscall.check("unlink " + locks.resolve(name), () -> LibC.INSTANCE.unlinkat(in.number(), name, 0));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    private boolean isThere() throws IOException {
        return (Integer) Files.getAttribute(file.path(), "unix:nlink") > 0;
    }

    private static RunDirectory locks(RunDirectory directory) {
        return new RunDirectory(directory.resolve(DIRECTORY));
    }

    private static NamespaceLock open(RunDirectory locks, String name) throws IOException {
        try (FileDescriptor in = locks.open()) {
            return new NamespaceLock(locks, name, FileDescriptor.of(Syscall.check("open " + locks.resolve(name),
                () -> LibC.INSTANCE.openat(in.number(), name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, OWNER_ONLY))));
        }
    }
}
