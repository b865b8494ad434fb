package io.nofin.firewall;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IdleTables;
import io.nofin.netlink.netfilter.NfInstalled;
import io.nofin.netlink.netfilter.NfNewRule;
import io.nofin.netlink.netfilter.NfNewRules;
import io.nofin.netlink.netfilter.NfOwnChains;
import io.nofin.netlink.netfilter.NfRule;
import io.nofin.netlink.netfilter.NfSnapshot;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private Optional<NfInstalled> installed = Optional.empty();
    private boolean used;

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

    /**
     * Installs rules; their sets must be there. Those that go over netlink are made in one transaction, whatever their families.
     *
     * @param known the tables and chains that there are, if they were read a moment ago
     */
    public void install(Map<Iptables, RuleSet> rules, Optional<NfSnapshot> known) throws IOException {
        Map<Iptables, RuleSet> byProgram = new LinkedHashMap<>(rules);
        byProgram.values().removeIf(RuleSet::isEmpty);
        List<Iptables> byNetlink = new ArrayList<>();
        List<NfNewRule> translated = new ArrayList<>();
        for (Map.Entry<Iptables, RuleSet> family : byProgram.entrySet()) {
            if (family.getKey().backEnd() == BackEnd.NFT && translate(family.getKey(), family.getValue(), translated)) {
                byNetlink.add(family.getKey());
            }
        }
        if (!translated.isEmpty() && made(translated, known)) {
            byProgram.keySet().removeAll(byNetlink);
        }
        for (Map.Entry<Iptables, RuleSet> family : byProgram.entrySet()) {
            programs.restore(family.getKey(), family.getValue().install());
        }
    }

    private boolean translate(Iptables iptables, RuleSet rules, List<NfNewRule> translated) throws IOException {
        try {
            return translated.addAll(new NftRules(socket, iptables.family(), rules).translated());
        } catch (NoEncoderException | NetlinkException refused) {
            Log.LOG.debug("not over netlink, but by {}: {}", iptables.restoreCommand(), refused.getMessage());
            return false;
        }
    }

    /** Makes rules and remembers how to take them out again, if they are all that this has made; returns whether they are there. */
    private boolean made(List<NfNewRule> rules, Optional<NfSnapshot> known) throws IOException {
        boolean alone = !used;
        used = true;
        installed = Optional.empty();
        try {
            Optional<NfInstalled> made = new NfNewRules(rules).install(socket, "nft add rule", known);
            installed = made.filter(one -> alone);
            return made.isPresent();
        } catch (NetlinkException refused) {
            Log.LOG.debug("not over netlink, but by iptables-restore: {}", refused.getMessage());
            return false;
        }
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
        Stream.concat(rules.allJumps().stream(), rules.rules().stream())
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
     * Removes rules; when some of them are gone, those that are left. Over netlink it removes those of both families at once.
     *
     * @param ours   decides by its name whether a chain is one of theirs
     * @param caused tables and chains of iptables-nft(8) that go in the same transaction when nothing is left in them
     * @return whether nothing of {@code caused} can be left
     */
    public boolean remove(Map<Iptables, RuleSet> rules, Predicate<String> ours, List<IdleTables.Caused> caused) throws IOException {
        Map<Iptables, RuleSet> byProgram = new LinkedHashMap<>(rules);
        byProgram.values().removeIf(RuleSet::isEmpty);
        boolean whole = false;
        if (byProgram.keySet().stream().anyMatch(iptables -> iptables.backEnd() == BackEnd.NFT)) {
            try {
                whole = removedByNetlink(ours, caused);
                byProgram.keySet().removeIf(iptables -> iptables.backEnd() == BackEnd.NFT);
            } catch (IOException refused) {
                Log.LOG.debug("not over netlink, but by iptables-restore: {}", refused.getMessage());
            }
        }
        for (Map.Entry<Iptables, RuleSet> family : byProgram.entrySet()) {
            removeByProgram(family.getKey(), family.getValue(), ours);
        }
        return whole;
    }

    /** Removes what it has made, or else what it finds; returns whether it was the former: then all is gone that was made for the rules. */
    private boolean removedByNetlink(Predicate<String> ours, List<IdleTables.Caused> caused) throws IOException {
        Optional<NfInstalled> made = installed;
        installed = Optional.empty();
        if (made.isPresent() && made.get().remove(socket)) {
            return true;
        }
        new NfOwnChains(socket, ours).remove(caused);
        return false;
    }

    private void removeByProgram(Iptables iptables, RuleSet rules, Predicate<String> ours) throws IOException {
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
