package io.nofin.inject;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.SavedRules;
import io.nofin.journal.Undo;
import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.netlink.netfilter.IpSetState;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.plan.RuleComment;
import io.nofin.plan.RunId;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What any run of nofin, alive or dead, has in one namespace: read from the kernel, with no file and no memory of its own.
 * Its rules stand in chains of its names, behind sets of its names. Closing lets go of the namespace's socket.
 */
public final class Inventory implements AutoCloseable {

    private final NetworkNamespace namespace;
    private final NamespaceKernel kernel;

    private Inventory(NetworkNamespace namespace, NamespaceKernel kernel) {
        this.namespace = namespace;
        this.kernel = kernel;
    }

    /** @param namespace stays the caller's */
    public static Inventory open(NetworkNamespace namespace) throws IOException {
        return new Inventory(namespace, NamespaceKernel.open(namespace, Optional.empty()));
    }

    /** @param owner of a dead run that is undone: the descriptor of its journal */
    static Inventory open(NetworkNamespace namespace, FileDescriptor owner) throws IOException {
        return new Inventory(namespace, NamespaceKernel.open(namespace, Optional.of(owner)));
    }

    /** The armed faults, oldest names first; both families together. */
    public List<ArmedFault> faults() throws IOException {
        Map<RunId.GateName, List<IpSetState>> gates = new LinkedHashMap<>();
        for (IpSetState set : sets(RunId::isOurSet)) {
            RunId.parseSet(set.name()).ifPresent(gate -> gates.computeIfAbsent(gate, any -> new ArrayList<>()).add(set));
        }
        if (gates.isEmpty()) {
            return List.of();
        }
        List<SavedRules.Entry> rules = new ArrayList<>();
        for (Iptables iptables : FactFinder.inUse(namespace)) {
            rules.addAll(kernel.save(iptables).entries());
        }
        return gates.entrySet().stream().map(gate -> fault(gate.getKey(), gate.getValue(), rules)).toList();
    }

    /**
     * Removes every chain, rule, set and root qdisc of nofin's, whichever run they belong to. The kernel puts its default qdisc in
     * the place of nofin's.
     *
     * @return how many chains, sets and qdiscs were removed
     */
    public int removeAll() throws IOException {
        return inTurn(() -> remove(RunId::isOurChain, RunId::isOurSet) + removeQdiscs(device -> true));
    }

    /**
     * Removes what one run has.
     *
     * @param devices whose root qdisc is its own
     * @param tables  that are there because of it
     */
    int remove(RunId run, List<String> devices, List<Undo> tables) throws IOException {
        return inTurn(() -> {
            int removed = remove(run::ownsChain, run::ownsSet) + removeQdiscs(devices::contains);
            CausedTables.remove(tables, kernel);
            return removed;
        });
    }

    /** While nobody else arms or disarms here; one that hangs does not keep anybody from healing. */
    private int inTurn(NetworkNamespace.Body<Integer> removal) throws IOException {
        boolean locked = namespace.lock(ArmingLock.PATIENCE);
        try {
            return removal.run();
        } finally {
            if (locked) {
                namespace.unlock();
            }
        }
    }

    private int remove(Predicate<String> chains, Predicate<String> names) throws IOException {
        int removed = 0;
        List<IpSetState> sets = sets(names);
        for (IpSetState set : sets) {
            unlessGone("ipset flush " + set.name(), asSet(set).flush());     // traffic first
        }
        for (Iptables iptables : FactFinder.inUse(namespace)) {
            SavedRules saved = kernel.save(iptables);
            String removal = saved.removal(chains);
            if (!removal.isEmpty()) {
                kernel.restore(iptables, removal);
                removed += (int) saved.chains().stream().filter(chain -> chains.test(chain.name())).count();
            }
        }
        for (IpSetState set : sets) {
            unlessGone("ipset destroy " + set.name(), asSet(set).destroy());
            removed++;
        }
        return removed;
    }

    private int removeQdiscs(Predicate<String> devices) throws IOException {
        int removed = 0;
        try (RouteSocket route = namespace.call(RouteSocket::open)) {
            for (Link link : route.links()) {
                if (devices.test(link.name()) && ShapingTree.isInstalled(route, link)) {
                    ShapingTree.removeLeftover(route, link);
                    removed++;
                }
            }
        }
        return removed;
    }

    @Override
    public void close() {
        kernel.close();
    }

    private List<IpSetState> sets(Predicate<String> names) throws IOException {
        return IpSetState.parse(kernel.dump("ipset list", IpSet.listAll())).stream()
            .filter(set -> names.test(set.name())).sorted(Comparator.comparing(IpSetState::name)).toList();
    }

    private static IpSet asSet(IpSetState set) {
        return new IpSet(set.name(), set.name().endsWith("4") ? IpFamily.IPV4 : IpFamily.IPV6);
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

    private static ArmedFault fault(RunId.GateName gate, List<IpSetState> sets, List<SavedRules.Entry> rules) {
        List<IpSetState.Member> members = sets.stream().flatMap(set -> set.members().stream()).toList();
        List<SavedRules.Entry> verdicts = rules.stream()
            .filter(rule -> RunId.parseFaultChain(rule.chain()).equals(Optional.of(gate)) && RuleComment.isOn(rule)).toList();
        RuleComment comment = verdicts.stream().flatMap(rule -> rule.comment().stream()).findFirst().map(RuleComment::parse)
            .orElse(new RuleComment("#" + gate.fault(), ""));
        return new ArmedFault(gate.run().value(), comment.fault(), comment.scenario(),
            members.stream().map(IpSetState.Member::network).toList(),
            members.stream().mapToLong(IpSetState.Member::remainingSeconds).max().orElse(0),
            verdicts.stream().mapToLong(SavedRules.Entry::packets).sum(),
            verdicts.stream().mapToLong(SavedRules.Entry::bytes).sum());
    }
}
