package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Removes what iptables-nft(8) creates with the first rule and leaves behind, where nobody has put anything into it: tables that hold
 * nothing but empty base chains, and empty base chains in tables that hold more. Nothing that somebody adds meanwhile can get lost,
 * see {@link NfTransaction}.
 */
public final class IdleTables {

    /** The chains that iptables-nft(8) creates by itself. */
    public static final List<String> BUILT_IN = List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

    private final NetlinkSocket socket;

    /** A table of iptables-nft, or one of its built-in chains. */
    public record Caused(IpFamily family, String table, String chain) {

        /** Returns the whole table of that name. */
        public static Caused table(IpFamily family, String table) {
            return new Caused(family, table, "");
        }

        boolean isTable() {
            return chain.isEmpty();
        }

        boolean isIn(NfChain found) {
            return found.family() == family && found.table().equals(table) && found.name().equals(chain);
        }
    }

    /**
     * Creates the remover.
     *
     * @param socket a socket to netfilter in the namespace in question; the caller closes it
     */
    public IdleTables(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Returns whether iptables-nft(8) creates a chain of that name by itself. */
    public static boolean isBuiltIn(String chain) {
        return BUILT_IN.contains(chain);
    }

    /**
     * Removes those of {@code caused} that are idle. The others stay, and all of them stay when somebody else changes rules all the
     * time.
     */
    public void remove(Collection<Caused> caused) throws IOException {
        NfTransaction.commit(socket, "nft delete table", NfTransaction.OUTDATED_DELETION, Optional.empty(),
            now -> deletions(now, now.chains(), List.of(), caused));
    }

    /**
     * Returns the requests that remove those of {@code caused} that are idle.
     *
     * @param now     the tables that there are
     * @param chains  the chains that there are, or will be when these requests come
     * @param removed the chains that will be gone by then
     */
    static List<NetlinkRequest> deletions(NfSnapshot now, List<NfChain> chains, List<NfChain> removed, Collection<Caused> caused) {
        List<NetlinkRequest> deletions = new ArrayList<>();
        for (NfSnapshot.Table table : now.tables()) {
            if (caused.contains(Caused.table(table.family(), table.name()))) {
                deletions.addAll(deletions(table, chains, table.uses() - removed.stream().filter(table::holds).count()));
            }
        }
        chains.stream().filter(chain -> chain.idle() && caused.stream().anyMatch(one -> one.isIn(chain)))
            .map(NfChain::deletion).forEach(deletions::add);
        return deletions;
    }

    /**
     * Returns the requests that remove a table with its chains; none where somebody uses it.
     *
     * @param uses the number of things in it: more than its chains where it holds sets too
     */
    private static List<NetlinkRequest> deletions(NfSnapshot.Table table, List<NfChain> chains, long uses) {
        List<NfChain> inside = chains.stream().filter(table::holds).toList();
        if (uses != inside.size() || !inside.stream().allMatch(chain -> chain.idle() && isBuiltIn(chain.name()))) {
            return List.of();
        }
        return Stream.concat(inside.stream().map(NfChain::deletion), Stream.of(NfTables.deletionOfEmpty(table.family(), table.name()))).toList();
    }
}
