package io.nofin.netlink.netfilter;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reports every change of a namespace's nf_tables rules, iptables-nft's among them, and who made it: the kernel sends a notification
 * when a transaction is done; see nf_tables_gen_notify() in net/netfilter/nf_tables_api.c. Not thread-safe.
 */
public final class TableChanges implements AutoCloseable {

    private static final int NFNLGRP_NFTABLES = 7;

    private final NetlinkSocket socket;

    /**
     * The changes since the last call.
     *
     * @param any     whether there was a change, or more than the socket could hold
     * @param authors the processes that made them, by command and process id, in order
     */
    public record Heard(boolean any, List<String> authors) {

        public Heard {
            authors = List.copyOf(authors);
        }
    }

    private TableChanges(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a listener in the calling thread's namespace, which hears nothing until it {@linkplain #listen listens}. */
    public static TableChanges open() throws IOException {
        return new TableChanges(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /** Begins to listen. Without listeners, the kernel does not describe changes to anybody, which would take it a part of its time. */
    public void listen() throws IOException {
        socket.join(NFNLGRP_NFTABLES);
    }

    /** Returns the changes since the last call; does not wait. */
    public Heard heard() throws IOException {
        List<String> authors = new ArrayList<>();
        boolean any = false;
        try {
            for (List<NetlinkMessage> heard = socket.notifications(0); !heard.isEmpty(); heard = socket.notifications(0)) {
                any = true;
                for (NetlinkMessage message : heard) {
                    author(message).filter(who -> !authors.contains(who)).ifPresent(authors::add);
                }
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
            any = true;         // more than the socket could hold
        }
        return new Heard(any, authors);
    }

    @Override
    public void close() {
        socket.close();
    }

    private static Optional<String> author(NetlinkMessage message) throws IOException {
        if (message.type() != NfTables.message(NfGeneration.NFT_MSG_NEWGEN)) {
            return Optional.empty();
        }
        NfGeneration generation = NfGeneration.parse(message);
        return generation.thread() == 0 ? Optional.empty() : Optional.of(generation.process() + " (pid " + generation.thread() + ")");
    }
}
