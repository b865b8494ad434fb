package io.nofin.netlink.netfilter;

import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of which nf_tables makes all or none, planned on one generation of its rules. The kernel refuses them when the generation
 * has changed since, so that nothing that somebody adds meanwhile can get lost; then they are planned and tried again. See
 * {@code NFNL_BATCH_GENID} in linux/netfilter/nfnetlink.h.
 */
final class NfTransaction {

    private static final int ATTEMPTS = 10;
    private static final int NFNL_BATCH_GENID = 1;

    /** The refusals of a deletion that somebody else has made, or made impossible, meanwhile. */
    static final Set<Errno> OUTDATED_DELETION = Set.of(Errno.EBUSY, Errno.ENOENT);

    /** Returns the changes to make. */
    @FunctionalInterface
    interface Planning {
        List<NetlinkRequest> plan(NfSnapshot now) throws IOException;
    }

    private NfTransaction() {
    }

    /**
     * Plans and commits until it is done.
     *
     * @param outdated the refusals that mean that the rules have changed since they were read, besides {@code ERESTART}
     * @param known    what was read a moment ago, if anything
     * @return whether it is done, or there was nothing to do; {@code false} when others change rules all the time
     */
    static boolean commit(NetlinkSocket socket, String operation, Set<Errno> outdated, Optional<NfSnapshot> known, Planning planning)
            throws IOException {
        return commit(socket, operation, outdated, known, planning, answer -> { });
    }

    /** Plans and commits until it is done; {@code answers} gets what the kernel reports of the changes that ask for that. */
    static boolean commit(NetlinkSocket socket, String operation, Set<Errno> outdated, Optional<NfSnapshot> known, Planning planning,
            NetlinkSocket.Reader answers) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            NfSnapshot now = attempt == 0 && known.isPresent() ? known.get() : NfSnapshot.read(socket);
            List<NetlinkRequest> changes = planning.plan(now);
            if (changes.isEmpty() || isDone(socket, operation, outdated, batch(now.generation(), changes), answers)) {
                return true;
            }
        }
        return false;
    }

    /** Makes a batch in which only the last change is acknowledged; a refusal of any of them is reported anyway. */
    static List<NetlinkRequest> batch(long generation, List<NetlinkRequest> changes) {
        List<NetlinkRequest> batch = new ArrayList<>();
        batch.add(NfTables.begin(out -> out.attribute(NFNL_BATCH_GENID, value -> value.be32(generation))));
        batch.addAll(changes.subList(0, changes.size() - 1));
        NetlinkRequest last = changes.get(changes.size() - 1);
        batch.add(new NetlinkRequest(last.type(), last.flags() | NetlinkRequest.ACK, last.payload()));
        batch.add(NfTables.end());
        return batch;
    }

    private static boolean isDone(NetlinkSocket socket, String operation, Set<Errno> outdated, List<NetlinkRequest> batch,
            NetlinkSocket.Reader answers) throws IOException {
        try {
            socket.transact(operation, batch, answers);
            return true;
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ERESTART || outdated.contains(e.errno())) {
                return false;
            }
            throw e;
        }
    }
}
