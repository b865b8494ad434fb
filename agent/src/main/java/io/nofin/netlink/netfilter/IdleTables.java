package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Removes what iptables-nft(8) creates with the first rule and leaves behind, where nobody has put anything into it: tables that hold
 * nothing but empty base chains, and empty base chains in tables that hold more. Nothing that somebody adds meanwhile can get lost,
 * see {@link NfTransaction}.
 */
public final class IdleTables {

    /** The chains that iptables-nft(8) creates by itself. */
    public static final List<String> BUILT_IN = List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
    private static final int NFT_MSG_DELTABLE = 2;
    private static final int NFTA_TABLE_NAME = 1;
    private static final int NFTA_TABLE_USE = 3;
    private static final int NLM_F_NONREC = 0x100;      // refuses to delete what still has content

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
        NfTransaction.commit(socket, "nft delete table", NfTransaction.OUTDATED_DELETION, () -> deletions(socket, NfChain.all(socket), List.of(), caused));
    }

    /**
     * Returns the requests that remove those of {@code caused} that are idle.
     *
     * @param chains  the chains that there are, or will be when these requests come
     * @param removed the chains that will be gone by then
     */
    static List<NetlinkRequest> deletions(NetlinkSocket socket, List<NfChain> chains, List<NfChain> removed, Collection<Caused> caused)
            throws IOException {
        List<NetlinkRequest> deletions = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            List<Caused> tables = caused.stream().filter(one -> one.isTable() && one.family() == family).distinct().toList();
            if (!tables.isEmpty()) {
                Map<String, Long> uses = uses(socket, family);
                removed.stream().filter(chain -> chain.family() == family).forEach(chain -> uses.merge(chain.table(), -1L, Long::sum));
                tables.forEach(table -> deletions.addAll(deletions(table, chains, uses.getOrDefault(table.table(), -1L))));
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
    private static List<NetlinkRequest> deletions(Caused table, List<NfChain> chains, long uses) {
        List<NfChain> inside = chains.stream().filter(chain -> chain.family() == table.family() && chain.table().equals(table.table())).toList();
        if (uses != inside.size() || !inside.stream().allMatch(chain -> chain.idle() && isBuiltIn(chain.name()))) {
            return List.of();
        }
        NetlinkRequest whole = new NetlinkRequest(NfTables.message(NFT_MSG_DELTABLE), NLM_F_NONREC, out -> {
            new NetfilterMessage(table.family().number()).encode(out);
            out.string(NFTA_TABLE_NAME, table.table());
        });
        return Stream.concat(inside.stream().map(NfChain::deletion), Stream.of(whole)).toList();
    }

    private static Map<String, Long> uses(NetlinkSocket socket, IpFamily family) throws IOException {
        Map<String, Long> uses = new HashMap<>();
        for (NetlinkMessage message : socket.request("nft list tables", NfTables.list(family))) {
            List<WireReader.Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            for (WireReader.Attribute use : attributes) {
                if (use.type() == NFTA_TABLE_USE) {
                    uses.put(NfTables.names(List.of(message)).get(0), use.reader().be32());
                }
            }
        }
        return uses;
    }
}
