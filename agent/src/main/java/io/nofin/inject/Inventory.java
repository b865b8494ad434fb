package io.nofin.inject;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.SavedRules;
import io.nofin.journal.NamespaceLock;
import io.nofin.journal.RunDirectory;
import io.nofin.journal.Undo;
import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.netlink.netfilter.IpSetState;
import io.nofin.netlink.netfilter.NfRule;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.plan.RuleComment;
import io.nofin.plan.RunId;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Everything that any run of nofin, alive or dead, has in one namespace: read from the kernel, with no file and no memory of its own.
 * A run's rules stand in chains with its names, behind sets with its names. Closing closes the namespace's socket.
 */
public final class Inventory implements AutoCloseable {

    private static final Duration HEALING_PATIENCE = Duration.ofSeconds(5);     // a process that hangs does not stop anybody from healing
    private static final long RELEASE_NANOS = 2_000_000_000;
    private static final long RELEASE_PAUSE_NANOS = 1_000_000;

    private final NetworkNamespace namespace;
    private final NamespaceKernel kernel;
    private final RunDirectory directory;

    private Inventory(NetworkNamespace namespace, NamespaceKernel kernel, RunDirectory directory) {
        this.namespace = namespace;
        this.kernel = kernel;
        this.directory = directory;
    }

    /**
     * Opens the inventory of a namespace.
     *
     * @param namespace the namespace, which the caller closes
     * @param directory the directory in which nofin's processes keep their locks
     */
    public static Inventory open(NetworkNamespace namespace, RunDirectory directory) throws IOException {
        return new Inventory(namespace, NamespaceKernel.open(namespace, Optional.empty()), directory);
    }

    /**
     * Opens the inventory of a namespace for a dead run that is undone.
     *
     * @param owner the descriptor of that run's journal
     */
    static Inventory open(NetworkNamespace namespace, RunDirectory directory, FileDescriptor owner) throws IOException {
        return new Inventory(namespace, NamespaceKernel.open(namespace, Optional.of(owner)), directory);
    }

    /**
     * Returns whether there is a set or chain with a name of nofin's. Uses netlink alone, which starts no program and does not read
     * their content.
     */
    public boolean hasNames() throws IOException {
        return !setNames(RunId::isOurSet).isEmpty() || !kernel.chains(RunId::isOurChain).find().isEmpty();
    }

    /** Returns the armed faults, oldest names first; both families together. */
    public List<KernelFault> faults() throws IOException {
        if (setNames(RunId::isOurSet).isEmpty()) {
            return List.of();
        }
        Map<RunId.GateName, List<IpSetState>> gates = new LinkedHashMap<>();
        for (IpSetState set : IpSetState.parse(kernel.dump("ipset list", IpSet.listAll())).stream().sorted(Comparator.comparing(IpSetState::name)).toList()) {
            RunId.parseSet(set.name()).ifPresent(gate -> gates.computeIfAbsent(gate, key -> new ArrayList<>()).add(set));
        }
        List<Counted> verdicts = verdicts();
        return gates.entrySet().stream().map(gate -> fault(gate.getKey(), gate.getValue(), verdicts)).toList();
    }

    /**
     * Removes every chain, rule, set and root qdisc of nofin's, whichever run they belong to. The kernel replaces nofin's qdisc by
     * its default one.
     *
     * @return the number of chains, sets and qdiscs removed
     */
    public int removeAll() throws IOException {
        return remove(RunId::isOurChain, RunId::isOurSet, device -> true, List.of());
    }

    /**
     * Removes everything of one run.
     *
     * @param devices the devices whose root qdisc is the run's own
     * @param caused  tables and chains that exist because of the run
     */
    int remove(RunId run, List<String> devices, List<Undo> caused) throws IOException {
        return remove(run::ownsChain, run::ownsSet, devices::contains, caused);
    }

    /** Removes what the predicates choose. Looks first: where there is nothing, it waits for nobody and starts nothing. */
    private int remove(Predicate<String> chains, Predicate<String> sets, Predicate<String> devices, List<Undo> caused) throws IOException {
        List<Legacy> legacy = legacy(chains);
        boolean nothing = setNames(sets).isEmpty() && kernel.chains(chains).find().isEmpty() && legacy.isEmpty() && qdiscs(devices, false) == 0;
        if (nothing && caused.isEmpty()) {
            return 0;
        }
        Optional<NamespaceLock> turn = NamespaceLock.take(directory, namespace, HEALING_PATIENCE);
        try {
            int removed = nothing ? 0 : removeRules(chains, sets) + qdiscs(devices, true);
            OwnedTables.remove(caused, kernel);
            return removed;
        } finally {
            if (turn.isPresent()) {
                turn.get().close();
            }
        }
    }

    private int removeRules(Predicate<String> chains, Predicate<String> names) throws IOException {
        List<String> sets = setNames(names);
        for (String set : sets) {
            unlessGone("ipset flush " + set, asSet(set).flush());     // let traffic flow first
        }
        int removed = kernel.chains(chains).remove();
        for (Legacy found : legacy(chains)) {
            kernel.restore(found.iptables, found.rules.removal(chains));
            removed += found.rules.count(chains);
        }
        long deadline = System.nanoTime() + RELEASE_NANOS;
        for (String set : sets) {
            destroy(set, deadline);
            removed++;
        }
        List<Legacy> left = legacy(chains);
        if (!left.isEmpty()) {
            throw new IOException("rules that nofin did not write jump to its chains, which stay there, empty: " + left.get(0).iptables.restoreCommand());
        }
        return removed;
    }

    /** Destroys a set. The kernel lets go of it some time after the rules that refer to it are gone. */
    private void destroy(String set, long deadline) throws IOException {
        while (true) {
            try {
                unlessGone("ipset destroy " + set, asSet(set).destroy());
                return;
            } catch (NetlinkException e) {
                if (!IpSet.isBusy(e.number()) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(RELEASE_PAUSE_NANOS);
            }
        }
    }

    private int qdiscs(Predicate<String> devices, boolean remove) throws IOException {
        int count = 0;
        try (RouteSocket route = namespace.visit(RouteSocket::open)) {
            for (Link link : route.links()) {
                if (devices.test(link.name()) && ShapingTree.isInstalled(route, link)) {
                    count++;
                    if (remove) {
                        ShapingTree.removeLeftover(route, link);
                    }
                }
            }
        }
        return count;
    }

    /** Returns nofin's chains in ip_tables, which only its programs can list. */
    private List<Legacy> legacy(Predicate<String> chains) throws IOException {
        List<Legacy> found = new ArrayList<>();
        for (Iptables iptables : FactFinder.legacyInUse(namespace)) {
            SavedRules saved = kernel.save(iptables);
            if (saved.count(chains) > 0) {
                found.add(new Legacy(iptables, saved));
            }
        }
        return found;
    }

    private record Legacy(Iptables iptables, SavedRules rules) {
    }

    @Override
    public void close() {
        kernel.close();
    }

    private List<String> setNames(Predicate<String> names) throws IOException {
        return IpSetState.parse(kernel.dump("ipset list -n", IpSet.listNames())).stream().map(IpSetState::name).filter(names).sorted().toList();
    }

    private static IpSet asSet(String name) {
        return new IpSet(name, name.endsWith("4") ? IpFamily.IPV4 : IpFamily.IPV6);
    }

    /**
     * Makes a request and ignores that its set is gone: the run that the set belongs to may end, and remove it, while it is being
     * healed.
     */
    private void unlessGone(String operation, NetlinkRequest request) throws IOException {
        try {
            kernel.netfilter(operation, List.of(request));
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /** Returns the rules of nofin's chains that have a comment of nofin's, with their counts, from both back ends. */
    private List<Counted> verdicts() throws IOException {
        List<Counted> verdicts = new ArrayList<>();
        for (NfRule rule : kernel.chains(RunId::isOurChain).rules()) {
            rule.comment().ifPresent(comment -> verdicts.add(new Counted(rule.chain(), comment, rule.packets(), rule.bytes())));
        }
        for (Legacy legacy : legacy(RunId::isOurChain)) {
            legacy.rules.entries().forEach(rule -> rule.comment().ifPresent(
                comment -> verdicts.add(new Counted(rule.chain(), comment, rule.packets(), rule.bytes()))));
        }
        return verdicts;
    }

    private record Counted(String chain, String comment, long packets, long bytes) {
    }

    private static KernelFault fault(RunId.GateName gate, List<IpSetState> sets, List<Counted> counted) {
        List<IpSetState.Member> members = sets.stream().flatMap(set -> set.members().stream()).toList();
        List<Counted> verdicts = counted.stream().filter(rule -> RunId.parseFaultChain(rule.chain).equals(Optional.of(gate))).toList();
        RuleComment comment = verdicts.stream().map(Counted::comment).findFirst().map(RuleComment::parse)
            .orElse(new RuleComment("#" + gate.fault(), ""));
        return new KernelFault(gate.run().value(), comment.fault(), comment.scenario(),
            members.stream().map(IpSetState.Member::network).toList(),
            members.stream().mapToLong(IpSetState.Member::remainingSeconds).max().orElse(0),
            verdicts.stream().mapToLong(Counted::packets).sum(),
            verdicts.stream().mapToLong(Counted::bytes).sum());
    }
}
