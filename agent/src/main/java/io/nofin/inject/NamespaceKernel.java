package io.nofin.inject;

import io.nofin.firewall.CountedRule;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.OwnRules;
import io.nofin.firewall.RuleSet;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkBatch;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IdleTables;
import io.nofin.netlink.netfilter.NfOwnChains;
import io.nofin.netlink.netfilter.NfSnapshot;
import io.nofin.plan.Kernel;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The kernel as one namespace sees it: a netfilter socket that stays there, and processes started there. It owns neither the
 * namespace nor the descriptor that is given to programs that change something. Not thread-safe.
 */
final class NamespaceKernel implements Kernel, OwnRules.Programs, AutoCloseable {

    private final NetworkNamespace namespace;
    private final NetlinkSocket netfilter;
    private final Optional<FileDescriptor> owner;
    private final OwnRules rules;
    private List<IdleTables.Caused> caused = List.of();
    private Optional<NfSnapshot> known = Optional.empty();
    private boolean nothingCausedIsLeft;

    private NamespaceKernel(NetworkNamespace namespace, NetlinkSocket netfilter, Optional<FileDescriptor> owner) {
        this.namespace = namespace;
        this.netfilter = netfilter;
        this.owner = owner;
        this.rules = new OwnRules(netfilter, this);
    }

    /**
     * Opens the kernel of a namespace.
     *
     * @param owner the descriptor of the journal of the run that changes something, if there is one
     */
    static NamespaceKernel open(NetworkNamespace namespace, Optional<FileDescriptor> owner) throws IOException {
        return of(namespace, namespace.visit(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER)), owner);
    }

    /** Returns the kernel of a namespace by a socket to netfilter there, which it owns from now on. */
    static NamespaceKernel of(NetworkNamespace namespace, NetlinkSocket netfilter, Optional<FileDescriptor> owner) {
        return new NamespaceKernel(namespace, netfilter, owner);
    }

    /** Names the tables and chains that exist because of the rules, and go with them. */
    void cause(List<IdleTables.Caused> tables) {
        caused = List.copyOf(tables);
    }

    @Override
    public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
        netfilter.send(requests);
        await(() -> operation, requests.size());
    }

    /** Returns the tables and chains of nf_tables that there are; those that are installed next are planned on it. */
    NfSnapshot look() throws IOException {
        NfSnapshot now = NfSnapshot.read(netfilter);
        known = Optional.of(now);
        return now;
    }

    @Override
    public void install(Map<Iptables, RuleSet> ruleSets) throws IOException {
        Optional<NfSnapshot> seen = known;
        known = Optional.empty();
        nothingCausedIsLeft = false;
        rules.install(ruleSets, seen);
    }

    /** Returns the rules of a family in chosen chains of nofin's, with counters. */
    List<CountedRule> counted(Iptables iptables, Predicate<String> ours) throws IOException {
        return rules.counted(iptables, ours);
    }

    /** Returns the targets of the rules in the chains of {@code ruleSet}, see {@link OwnRules#targets}. */
    SavedRules targets(Iptables iptables, RuleSet ruleSet, Predicate<SavedRules> enough) throws IOException {
        return rules.targets(iptables, ruleSet, enough);
    }

    @Override
    public void remove(Map<Iptables, RuleSet> ruleSets, Predicate<String> ours) throws IOException {
        nothingCausedIsLeft = rules.remove(ruleSets, ours, caused);
    }

    @Override
    public void restore(Iptables iptables, String text) throws IOException {
        namespace.call(() -> {
            iptables.restore(text, owner);
            return null;
        });
    }

    @Override
    public SavedRules save(Iptables iptables) throws IOException {
        return namespace.call(iptables::save);
    }

    /** Returns the answer to a dump request. */
    List<NetlinkMessage> dump(String operation, NetlinkRequest request) throws IOException {
        return netfilter.request(operation, request);
    }

    /** Returns the chains of iptables-nft whose names are chosen, with the rules in them and the jumps to them. */
    NfOwnChains chains(Predicate<String> ours) {
        return new NfOwnChains(netfilter, ours);
    }

    /** Removes tables and base chains in which nothing is left. */
    void removeIdle(Collection<IdleTables.Caused> caused) throws IOException {
        if (!nothingCausedIsLeft) {
            new IdleTables(netfilter).remove(caused);
        }
    }

    /** Hands requests over without waiting: the kernel has carried them out on return, {@link #await} returns the result. */
    void send(NetlinkBatch batch) throws IOException {
        netfilter.send(batch);
    }

    /**
     * Waits for the answers to requests.
     *
     * @param operation names the requests; called only when one was refused
     */
    void await(Supplier<String> operation, int requests) throws IOException {
        netfilter.awaitAcknowledgements(operation, requests);
    }

    @Override
    public void close() {
        netfilter.close();
    }
}
