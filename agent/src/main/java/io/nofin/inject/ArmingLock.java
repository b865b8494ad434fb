package io.nofin.inject;

import io.nofin.journal.NamespaceLock;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps other processes of nofin from arming and disarming in some namespaces, from before facts are found there until the rules that
 * were planned on them are in place: no two runs choose the same mark bits or queue numbers. See {@link NamespaceLock}.
 */
public final class ArmingLock implements AutoCloseable {

    /** A time longer than an iptables program waits for its own lock. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<NamespaceLock> held = new ArrayList<>();

    private ArmingLock() {
    }

    /**
     * Waits for its turn in all of them.
     *
     * @param directory the directory in which nofin's processes keep their locks
     * @throws IOException when somebody else is arming or disarming in one of them for longer than any arming takes
     */
    public static ArmingLock take(RunDirectory directory, Collection<NetworkNamespace> namespaces) throws IOException {
        ArmingLock lock = new ArmingLock();
        try {
            for (NetworkNamespace namespace : inOrder(namespaces)) {
                lock.held.add(NamespaceLock.take(directory, namespace, PATIENCE).orElseThrow(() -> new IOException(namespace.path()
                    + ": another nofin has been arming or disarming there for " + PATIENCE.toSeconds() + " s: wait for it, or end it")));
            }
            return lock;
        } catch (IOException e) {
            try (lock) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        while (!held.isEmpty()) {
            held.remove(held.size() - 1).close();
        }
    }

    /** Returns the namespaces in an order that is the same for everybody, so that no two wait for each other. */
    private static List<NetworkNamespace> inOrder(Collection<NetworkNamespace> namespaces) {
        return namespaces.stream()
            .sorted(Comparator.comparing((NetworkNamespace namespace) -> namespace.id().device()).thenComparing(namespace -> namespace.id().inode()))
            .toList();
    }
}
