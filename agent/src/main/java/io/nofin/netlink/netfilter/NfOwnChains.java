package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The chains in iptables-nft(8)'s tables of both families that are one's own by their names. Rules that jump to them are found in
 * what the kernel holds, and removed by their handles: text that somebody else wrote is neither read nor repeated.
 */
public final class NfOwnChains {

    private final NetlinkSocket socket;
    private final Predicate<String> ours;

    /**
     * Creates a view of one's own chains.
     *
     * @param socket a socket to netfilter in the namespace in question; the caller closes it
     * @param ours   decides by its name whether a chain is one's own
     */
    public NfOwnChains(NetlinkSocket socket, Predicate<String> ours) {
        this.socket = socket;
        this.ours = ours;
    }

    /** Returns the chains that exist; none where the kernel has no nf_tables. */
    public List<NfChain> find() throws IOException {
        try {
            return NfChain.all(socket).stream().filter(chain -> ours.test(chain.name())).toList();
        } catch (NetlinkException noNfTables) {
            return List.of();
        }
    }

    /** Returns the rules in one's own chains, of both families. */
    public List<NfRule> rules() throws IOException {
        List<NfRule> rules = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            rules.addAll(rules(family));
        }
        return rules;
    }

    /** Returns the rules of a family in one's own chains, in order; other rules, of which there may be very many, are not read. */
    public List<NfRule> rules(IpFamily family) throws IOException {
        List<NfRule> rules = new ArrayList<>();
        for (NfChain chain : find()) {
            if (chain.family() == family) {
                rules.addAll(NfRule.of(socket, family, chain.table(), chain.name()));
            }
        }
        return rules;
    }

    /**
     * Removes the chains and every rule that jumps or goes to one of them, wherever it stands, all at once or nothing.
     *
     * @return the number of chains removed
     * @throws IOException when something holds on to them, such as a verdict map, or when rules change all the time
     */
    public int remove() throws IOException {
        return remove(List.of());
    }

    /** Removes the same, and in the same transaction those of {@code caused} in which nothing is left then. */
    public int remove(Collection<IdleTables.Caused> caused) throws IOException {
        List<NfChain> removed = new ArrayList<>();
        boolean done = find().isEmpty() || NfTransaction.commit(socket, "nft delete chain", NfTransaction.OUTDATED_DELETION, Optional.empty(), now -> {
            removed.clear();
            return removal(now, removed, caused);
        });
        if (!done) {
            throw new IOException("nft delete chain: rules there change all the time, or something else refers to nofin's chains:"
                + " chains=" + removed.stream().map(NfChain::name).distinct().toList());
        }
        return removed.size();
    }

    private List<NetlinkRequest> removal(NfSnapshot now, List<NfChain> removed, Collection<IdleTables.Caused> caused) throws IOException {
        List<NfChain> left = new ArrayList<>();
        now.chains().forEach(chain -> (ours.test(chain.name()) ? removed : left).add(chain));
        if (removed.isEmpty()) {
            return List.of();
        }
        List<NfRule> jumps = select(removed, rule -> !ours.test(rule.chain()) && rule.jumps().stream().anyMatch(ours));
        left.replaceAll(chain -> chain.without(jumps.stream().filter(jump -> jump.isIn(chain)).count()));
        List<NetlinkRequest> requests = new ArrayList<>();
        jumps.forEach(jump -> requests.add(jump.deletion()));
        removed.forEach(chain -> requests.add(NfRule.flush(chain)));
        removed.forEach(chain -> requests.add(chain.deletion()));
        requests.addAll(IdleTables.deletions(now, left, removed, caused));
        return requests;
    }

    private List<NfRule> select(List<NfChain> chains, Predicate<NfRule> chosen) throws IOException {
        List<NfRule> rules = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            for (String table : chains.stream().filter(chain -> chain.family() == family).map(NfChain::table).distinct().toList()) {
                rules.addAll(NfRule.of(socket, family, table, chosen));
            }
        }
        return rules;
    }
}
