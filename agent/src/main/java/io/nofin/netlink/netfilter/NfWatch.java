package io.nofin.netlink.netfilter;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells when somebody removes one's own chains from nf_tables, rules in them, or rules that jump to them: by the kernel's notifications
 * to {@code NFNLGRP_NFTABLES}, see linux/netfilter/nfnetlink.h. Neither ip_tables (iptables-legacy) nor ipset notifies anybody. What one
 * removes oneself is told as well. Not thread-safe; keeps its namespace alive until closed.
 */
public final class NfWatch implements AutoCloseable {

    private static final int NFNLGRP_NFTABLES = 7;
    private static final int MESSAGE = 0xFF;            // NFNL_MSG_TYPE

    private final NetlinkSocket socket;
    private final Predicate<String> ours;
    private final List<Removed> unfinished = new ArrayList<>();     // of a change whose last message has not come yet

    /**
     * Something that is gone.
     *
     * @param table   of iptables, for example {@code mangle}
     * @param chain   where the rule stood, or the chain itself
     * @param target  for a rule: the own chain that it jumped to, empty where it jumped to none; for a chain: empty
     * @param isRule  whether it is a rule
     */
    public record Removed(IpFamily family, String table, String chain, String target, boolean isRule) {
    }

    /**
     * What one change of the rules removed.
     *
     * @param removed    everything of one's own; none where messages were lost
     * @param generation after it, with the thread and process that made it
     * @param isLost     whether the kernel had more to tell than the socket could hold: look at what is still there
     */
    public record Wipe(List<Removed> removed, NfGeneration generation, boolean isLost) {

        public Wipe {
            removed = List.copyOf(removed);
        }
    }

    private NfWatch(NetlinkSocket socket, Predicate<String> ours) {
        this.socket = socket;
        this.ours = ours;
    }

    /**
     * Watches the namespace that the calling thread is in, from now on.
     *
     * @param ours tells by its name whether a chain is one's own
     * @throws IOException where the kernel has no nf_tables
     */
    public static NfWatch open(Predicate<String> ours) throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
        try {
            socket.join(NFNLGRP_NFTABLES);
            return new NfWatch(socket, ours);
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    /**
     * Waits for the next notifications, whomever they concern.
     *
     * @param patience how long; zero does not wait
     * @return the changes that removed something of one's own; none when there was no such change, or none was complete
     */
    public List<Wipe> await(Duration patience) throws IOException {
        List<Wipe> wipes = new ArrayList<>();
        try {
            for (NetlinkMessage message : socket.notifications(Math.toIntExact(patience.toMillis()))) {
                read(message).ifPresent(wipes::add);
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
            unfinished.clear();
            wipes.add(new Wipe(List.of(), new NfGeneration(0, 0, ""), true));
        }
        return wipes;
    }

    @Override
    public void close() {
        socket.close();
    }

    /** The kernel tells of each thing that a change removes, and then of the new generation. */
    private Optional<Wipe> read(NetlinkMessage message) throws IOException {
        switch (message.type() & MESSAGE) {
            case NfChain.NFT_MSG_DELCHAIN -> NfChain.parse(message).filter(chain -> ours.test(chain.name()))
                .ifPresent(chain -> unfinished.add(new Removed(chain.family(), chain.table(), chain.name(), "", false)));
            case NfRule.NFT_MSG_DELRULE -> NfRule.parse(message).ifPresent(this::removed);
            case NfGeneration.NFT_MSG_NEWGEN -> {
                if (!unfinished.isEmpty()) {
                    Wipe wipe = new Wipe(unfinished, NfGeneration.parse(message), false);
                    unfinished.clear();
                    return Optional.of(wipe);
                }
            }
            default -> {
                return Optional.empty();        // something was added, or is none of ours
            }
        }
        return Optional.empty();
    }

    private void removed(NfRule rule) {
        Optional<String> target = rule.jumps().stream().filter(ours).findFirst();
        if (ours.test(rule.chain()) || target.isPresent()) {
            unfinished.add(new Removed(rule.family(), rule.table(), rule.chain(), target.orElse(""), true));
        }
    }
}
