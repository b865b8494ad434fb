package io.nofin.firewall;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IdleTables;
import io.nofin.netlink.netfilter.NfOwnChains;
import io.nofin.netlink.netfilter.NfRule;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts nofin's rules into a namespace, counts them there and takes them out again. Where the back end is nf_tables, the kernel gets them over netlink, as
 * iptables-nft(8) would put them; where nofin has no encoder for something in a rule, or the kernel refuses, and for the legacy back end
 * the programs of iptables do it. A family's rules go one way or the other, never half of them. Not thread-safe.
 */
public final class OwnRules {

    private final NetlinkSocket socket;
    private final Programs programs;

    /** The programs of iptables, started in the namespace. */
    public interface Programs {

        /** Hands a text to iptables-restore(8). */
        void restore(Iptables iptables, String rules) throws IOException;

        /** Runs iptables-save(8). */
        SavedRules save(Iptables iptables) throws IOException;
    }

    /** The log, which is not opened before something is to be written: that takes longer than the rules. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(OwnRules.class);
    }

    /**
     * Creates the way to the rules of a namespace.
     *
     * @param socket   a socket to netfilter in the namespace; the caller closes it
     * @param programs the programs, for what does not go over netlink
     */
    public OwnRules(NetlinkSocket socket, Programs programs) {
        this.socket = socket;
        this.programs = programs;
    }

    /** Installs the rules; their sets must be there. */
    public void install(Iptables iptables, RuleSet rules) throws IOException {
        if (rules.isEmpty()) {
            return;
        }
        if (iptables.backEnd() == BackEnd.NFT) {
            try {
                new NftRules(socket, iptables.family(), rules).install();
                return;
            } catch (NoEncoderException | NetlinkException refused) {
                Log.LOG.debug("not over netlink, but by {}: {}", iptables.restoreCommand(), refused.getMessage());
            }
        }
        programs.restore(iptables, rules.install());
    }

    /**
     * Returns the rules of a family in chains of nofin's own, in the order in which they stand in their chains.
     *
     * @param ours decides by its name whether a chain is wanted
     */
    public List<CountedRule> counted(Iptables iptables, Predicate<String> ours) throws IOException {
        if (iptables.backEnd() == BackEnd.NFT) {
            return new NfOwnChains(socket, ours).rules(iptables.family()).stream().map(rule -> new CountedRule(rule.chain(),
                rule.jumps().stream().findFirst(), rule.comment(), rule.packets(), rule.bytes())).toList();
        }
        return programs.save(iptables).entries().stream().filter(entry -> ours.test(entry.chain())).map(entry -> new CountedRule(entry.chain(),
            entry.target(), entry.comment(), entry.packets(), entry.bytes())).toList();
    }

    /**
     * Returns the rules in the chains of {@code rules} with their targets as their text, or else all rules as iptables-save(8) prints
     * them: that takes a program.
     *
     * @param enough decides whether the targets will do
     */
    public SavedRules targets(Iptables iptables, RuleSet rules, Predicate<SavedRules> enough) throws IOException {
        if (iptables.backEnd() == BackEnd.NFT) {
            SavedRules targets = targets(iptables.family(), rules);
            if (enough.test(targets)) {
                return targets;
            }
        }
        return programs.save(iptables);
    }

    private SavedRules targets(IpFamily family, RuleSet rules) throws IOException {
        Map<String, Set<String>> chains = new LinkedHashMap<>();
        Stream.concat(rules.jumps().stream(), rules.rules().stream())
            .forEach(rule -> chains.computeIfAbsent(rule.table().tableName(), table -> new LinkedHashSet<>()).add(rule.chain()));
        List<SavedRules.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Set<String>> table : chains.entrySet()) {
            for (String chain : table.getValue()) {
                for (NfRule rule : NfRule.of(socket, family, table.getKey(), chain)) {
                    entries.add(new SavedRules.Entry(table.getKey(), chain, rule.target().map(target -> "-j " + target).orElse(""), rule.packets(), rule.bytes()));
                }
            }
        }
        return new SavedRules(List.of(), entries);
    }

    /**
     * Removes the rules; when some of them are gone, those that are left. Over netlink it removes those of both families at once.
     *
     * @param ours   decides by its name whether a chain is one of theirs
     * @param caused tables and chains of iptables-nft(8) that go in the same transaction when nothing is left in them
     */
    public void remove(Iptables iptables, RuleSet rules, Predicate<String> ours, List<IdleTables.Caused> caused) throws IOException {
        if (rules.isEmpty()) {
            return;
        }
        if (iptables.backEnd() == BackEnd.NFT) {
            try {
                new NfOwnChains(socket, ours).remove(caused);
                return;
            } catch (IOException refused) {
                Log.LOG.debug("not over netlink, but by {}: {}", iptables.restoreCommand(), refused.getMessage());
            }
        }
        try {
            programs.restore(iptables, rules.remove());
        } catch (FirewallException changed) {
            removeWhatIsLeft(iptables, ours, changed);
        }
    }

    private void removeWhatIsLeft(Iptables iptables, Predicate<String> ours, FirewallException changed) throws IOException {
        try {
            String rest = programs.save(iptables).removal(ours);
            if (!rest.isEmpty()) {
                programs.restore(iptables, rest);
            }
        } catch (IOException e) {
            e.addSuppressed(changed);
            throw e;
        }
    }
}
