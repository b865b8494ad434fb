package io.nofin.inject;

import io.nofin.linux.ErrnoException;
import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps other processes of nofin from arming and disarming in some namespaces, from before facts are found there until the rules that
 * were planned on them are in place: no two runs choose the same mark bits or queue numbers. It is on the namespaces themselves, so
 * that it means the same whatever path, or view of the file system, anybody has; and it cannot be left behind.
 */
public final class ArmingLock implements AutoCloseable {

    /** Longer than an iptables program waits for its own lock. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<NetworkNamespace> held = new ArrayList<>();

    private ArmingLock() {
    }

    /**
     * Waits for its turn in all of them.
     *
     * @throws IOException when somebody else is at it in one of them for longer than any arming takes
     */
    public static ArmingLock take(Collection<NetworkNamespace> namespaces) throws IOException {
        ArmingLock lock = new ArmingLock();
        try {
            for (NetworkNamespace namespace : inOrder(namespaces)) {
                if (!namespace.lock(PATIENCE)) {
                    throw new IOException(namespace.path() + ": another nofin has been arming or disarming there for "
                        + PATIENCE.toSeconds() + " s: wait for it, or end it");
                }
                lock.held.add(namespace);
            }
            return lock;
        } catch (IOException e) {
            try (lock) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws ErrnoException {
        while (!held.isEmpty()) {
            held.remove(held.size() - 1).unlock();
        }
    }

    /** The same for everybody, so that no two wait for each other. */
    private static List<NetworkNamespace> inOrder(Collection<NetworkNamespace> namespaces) {
        return namespaces.stream()
            .sorted(Comparator.comparing((NetworkNamespace namespace) -> namespace.id().device()).thenComparing(namespace -> namespace.id().inode()))
            .toList();
    }
}
