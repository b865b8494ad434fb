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
 * What any run of nofin, alive or dead, has in one namespace: read from the kernel, with no file and no memory of its own.
 * Its rules stand in chains of its names, behind sets of its names. Closing lets go of the namespace's socket.
 */
public final class Inventory implements AutoCloseable {

    private static final Duration HEALING_PATIENCE = Duration.ofSeconds(5);     // one that hangs does not keep anybody from healing
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
     * Looks into a namespace.
     *
     * @param namespace stays the caller's
     * @param directory in which nofin's processes keep their locks
     */
    public static Inventory open(NetworkNamespace namespace, RunDirectory directory) throws IOException {
        return new Inventory(namespace, NamespaceKernel.open(namespace, Optional.empty()), directory);
    }

    /** @param owner of a dead run that is undone: the descriptor of its journal */
    static Inventory open(NetworkNamespace namespace, RunDirectory directory, FileDescriptor owner) throws IOException {
        return new Inventory(namespace, NamespaceKernel.open(namespace, Optional.of(owner)), directory);
    }

    /** Whether there is a set or chain of nofin's names: by netlink alone, which starts no program and reads nothing of what is in them. */
    public boolean hasNames() throws IOException {
        return !setNames(RunId::isOurSet).isEmpty() || !kernel.chains(RunId::isOurChain).find().isEmpty();
    }

    /** The armed faults, oldest names first; both families together. */
    public List<ArmedFault> faults() throws IOException {
        if (setNames(RunId::isOurSet).isEmpty()) {
            return List.of();
        }
        Map<RunId.GateName, List<IpSetState>> gates = new LinkedHashMap<>();
        for (IpSetState set : IpSetState.parse(kernel.dump("ipset list", IpSet.listAll())).stream().sorted(Comparator.comparing(IpSetState::name)).toList()) {
            RunId.parseSet(set.name()).ifPresent(gate -> gates.computeIfAbsent(gate, any -> new ArrayList<>()).add(set));
        }
        List<Counted> verdicts = verdicts();
        return gates.entrySet().stream().map(gate -> fault(gate.getKey(), gate.getValue(), verdicts)).toList();
    }

    /**
     * Removes every chain, rule, set and root qdisc of nofin's, whichever run they belong to. The kernel puts its default qdisc in
     * the place of nofin's.
     *
     * @return how many chains, sets and qdiscs were removed
     */
    public int removeAll() throws IOException {
        return remove(RunId::isOurChain, RunId::isOurSet, device -> true, List.of());
    }

    /**
     * Removes what one run has.
     *
     * @param devices whose root qdisc is its own
     * @param caused  tables and chains that are there because of it
     */
    int remove(RunId run, List<String> devices, List<Undo> caused) throws IOException {
        return remove(run::ownsChain, run::ownsSet, devices::contains, caused);
    }

    /** Looks first: where there is nothing, nobody is waited for and nothing is started. */
    private int remove(Predicate<String> chains, Predicate<String> sets, Predicate<String> devices, List<Undo> caused) throws IOException {
        List<Legacy> legacy = legacy(chains);
        boolean nothing = setNames(sets).isEmpty() && kernel.chains(chains).find().isEmpty() && legacy.isEmpty() && qdiscs(devices, false) == 0;
        if (nothing && caused.isEmpty()) {
            return 0;
        }
        Optional<NamespaceLock> turn = NamespaceLock.take(directory, namespace, HEALING_PATIENCE);
        try {
            int removed = nothing ? 0 : removeRules(chains, sets) + qdiscs(devices, true);
            CausedTables.remove(caused, kernel);
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
            unlessGone("ipset flush " + set, asSet(set).flush());     // traffic first
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

    /** The kernel lets go of a set some time after the rules that refer to it are gone. */
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
        try (RouteSocket route = namespace.call(RouteSocket::open)) {
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

    /** What ip_tables holds of nofin's: only its programs know. */
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

    /** The run a set belongs to may end, and take it along, while it is being healed. */
    private void unlessGone(String operation, NetlinkRequest request) throws IOException {
        try {
            kernel.netfilter(operation, List.of(request));
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /** The rules of nofin's chains that say what they are, with their counts, of both back ends. */
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

    private static ArmedFault fault(RunId.GateName gate, List<IpSetState> sets, List<Counted> counted) {
        List<IpSetState.Member> members = sets.stream().flatMap(set -> set.members().stream()).toList();
        List<Counted> verdicts = counted.stream().filter(rule -> RunId.parseFaultChain(rule.chain).equals(Optional.of(gate))).toList();
        RuleComment comment = verdicts.stream().map(Counted::comment).findFirst().map(RuleComment::parse)
            .orElse(new RuleComment("#" + gate.fault(), ""));
        return new ArmedFault(gate.run().value(), comment.fault(), comment.scenario(),
            members.stream().map(IpSetState.Member::network).toList(),
            members.stream().mapToLong(IpSetState.Member::remainingSeconds).max().orElse(0),
            verdicts.stream().mapToLong(Counted::packets).sum(),
            verdicts.stream().mapToLong(Counted::bytes).sum());
    }
}
