package io.nofin.inject;

import io.nofin.api.UnsupportedHostException;
import io.nofin.firewall.CountedRule;
import io.nofin.journal.NamespaceLock;
import io.nofin.journal.NamespaceRecord;
import io.nofin.journal.Undo;
import io.nofin.lifecycle.FailureCollector;
import io.nofin.linux.CrashPoint;
import io.nofin.linux.Errno;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.FlowSetState;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.netlink.netfilter.IpSetState;
import io.nofin.netlink.netfilter.TableChanges;
import io.nofin.plan.Gate;
import io.nofin.plan.GateMovement;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Kernel;
import io.nofin.plan.Operation;
import io.nofin.plan.ShiftGate;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One namespace with its rules in place: everything stood in the journal before it was done. Closing it removes them, newest first;
 * closing twice is fine. Not thread-safe.
 */
final class ArmedHost implements AutoCloseable {

    private static final int IPSET_ERR_FIND_TYPE = 4098;    // linux/netfilter/ipset/ip_set.h

    private HostPlan plan;
    private final NetworkNamespace namespace;
    private final NamespaceKernel kernel;
    private final Kernel changed;
    private final List<Undo> tables;
    private final RunGuard runGuard;
    private final HostShaping shapers;
    private final HostTriggers triggers;
    private final IntegrityCheck lookout;
    private final Deque<Operation> undoSets = new ArrayDeque<>();
    private final FailureCollector failures = new FailureCollector();
    private boolean hasRules;
    private boolean withdrawn;
    private boolean closed;

    private ArmedHost(HostPlan plan, NetworkNamespace namespace, NamespaceKernel kernel, Kernel changed, List<Undo> tables,
            RunGuard runGuard, IntegrityCheck lookout) {
        this.plan = plan;
        this.namespace = namespace;
        this.kernel = kernel;
        this.changed = changed;
        this.tables = tables;
        this.runGuard = runGuard;
        this.shapers = HostShaping.of(plan);
        this.triggers = new HostTriggers(plan.host().label());
        this.lookout = lookout;
    }

    /**
     * Arms a namespace.
     *
     * @param journals what journals say of namespaces by now, for all that are armed together
     */
    static ArmedHost arm(HostPlan plan, NetworkNamespace namespace, RunGuard runGuard, OwnedTables.Journals journals) throws IOException {
        return arm(plan, namespace, runGuard, journals, kernel -> kernel);
    }

    /**
     * Arms a namespace.
     *
     * @param view makes, of the namespace's own kernel, the one to which operations and their inverses are applied
     */
    static ArmedHost arm(HostPlan plan, NetworkNamespace namespace, RunGuard runGuard, OwnedTables.Journals journals, UnaryOperator<Kernel> view)
            throws IOException {
        ArmedHost host = open(plan, namespace, runGuard, journals, view);
        try {
            host.shapers.start(plan, namespace);
            host.triggers.start(plan, namespace);
            host.makeSets();
            host.install();
            host.lookout.listen();
            host.readBack();
            return host;
        } catch (IOException refused) {
            try (host) {                // undo; a failed undo travels along as a suppressed exception
                throw explained(refused);
            }
        } catch (RuntimeException | Error defect) {
            try (host) {
                throw defect;
            }
        }
    }

    /** Opens what arming needs and records everything that will be changed; nothing is changed yet. */
    private static ArmedHost open(HostPlan plan, NetworkNamespace namespace, RunGuard runGuard, OwnedTables.Journals journals,
            UnaryOperator<Kernel> view) throws IOException {
        Sockets sockets = namespace.visit(Sockets::open);
        NamespaceKernel kernel = NamespaceKernel.of(namespace, sockets.netfilter, Optional.of(runGuard.journal().descriptor()));
        IntegrityCheck lookout = new IntegrityCheck(namespace, sockets.changes);
        try {
            List<Undo> tables = OwnedTables.of(plan, namespace, kernel, journals);
            kernel.cause(OwnedTables.caused(tables));
            runGuard.journal().enter(new NamespaceRecord(namespace.id(), namespace.path(), plan.host().origin(), undos(plan, tables)));
            return new ArmedHost(plan, namespace, kernel, view.apply(kernel), tables, runGuard, lookout);
        } catch (IOException | RuntimeException | Error e) {
            try (kernel; lookout) {
                throw e;
            }
        }
    }

    /** The sockets of a host, opened together: the thread enters the namespace once. */
    private record Sockets(NetlinkSocket netfilter, TableChanges changes) {

        static Sockets open() throws IOException {
            NetlinkSocket netfilter = NetlinkSocket.open(NetlinkSocket.NETFILTER);
            try {
                return new Sockets(netfilter, TableChanges.open());
            } catch (IOException | RuntimeException e) {
                netfilter.close();
                throw e;
            }
        }
    }

    private static List<Undo> undos(HostPlan plan, List<Undo> tables) {
        List<Undo> undos = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            plan.allGates().forEach(gate -> undos.add(Undo.of(Undo.Kind.SET, gate.set(family).name())));
        }
        plan.families().forEach(family -> undos.add(Undo.of(Undo.Kind.RULES, plan.iptables(family).backEnd().program(family))));
        plan.flowSets().forEach(set -> undos.add(Undo.of(Undo.Kind.SET, set.name())));
        plan.shaping().devices().forEach(device -> undos.add(Undo.of(Undo.Kind.QDISC, device)));
        undos.addAll(tables);
        return undos;
    }

    HostPlan plan() {
        return plan;
    }

    /**
     * Gives gates other peers from now on; those that are open change at once. A gate whose change is refused keeps what it has, and
     * does not stop the others.
     *
     * @param gates     the new gates; faults that are not armed here are left out
     * @param remaining the time for which each fault still fires; zero or less when it does not
     */
    void shift(List<Gate> gates, Function<String, Duration> remaining) throws IOException {
        FailureCollector failureCollector = new FailureCollector();
        List<Gate> shifted = new ArrayList<>();
        for (Gate gate : plan.allGates()) {
            Gate now = gates.stream().filter(other -> other.number() == gate.number()).findFirst().orElse(gate);
            shifted.add(failureCollector.attempt(() -> shift(gate, now, remaining.apply(gate.fault()))) ? now : gate);
        }
        int faults = plan.gates().size();
        plan = plan.with(shifted.subList(0, faults), shifted.subList(faults, shifted.size()));
        failureCollector.throwIfAny();
    }

    private void shift(Gate gate, Gate now, Duration length) throws IOException {
        if (!now.hasPeersOf(gate) && length.compareTo(Duration.ZERO) > 0) {
            new ShiftGate(gate, now, length).apply(kernel);
        }
    }

    NamespaceKernel kernel() {
        return kernel;
    }

    HostShaping shapers() {
        return shapers;
    }

    HostTriggers triggers() {
        return triggers;
    }

    /** Moves a gate in front of a wait for a packet. */
    void move(GateMovement movement) throws IOException {
        movement.apply(kernel);
    }

    IntegrityCheck lookout() {
        return lookout;
    }

    /** Restores everything that somebody has removed, gates closed; the journal knows all of it already. */
    void putBack() throws IOException {
        for (Operation operation : plan.disarming()) {
            operation.apply(changed);
        }
        for (Operation operation : plan.arming()) {
            operation.apply(changed);
        }
        readBack();
        lookout.whole();
    }

    /** Returns the present rules of each family in the run's chains, with counters. */
    List<List<CountedRule>> counted() throws IOException {
        List<List<CountedRule>> counted = new ArrayList<>();
        for (IpFamily family : plan.families()) {
            counted.add(kernel.counted(plan.iptables(family), plan.run()::ownsChain));
        }
        return counted;
    }

    /** Returns the sets in which faults keep the connections they have chosen, by name; none where no fault does. */
    Map<String, FlowSetState> flowSets() throws IOException {
        return plan.flowSets().isEmpty() ? Map.of() : FlowSetState.parse(kernel.dump("ipset list", IpSet.listAll()));
    }

    /** Returns the NFQUEUE numbers that somebody listens on by now. */
    Set<Integer> boundQueues() throws IOException {
        return FactFinder.boundQueues(namespace);
    }

    /**
     * Removes the rules, and the tables that are there because of them. The kernel lets go of their sets, and the closing of a socket to
     * netfilter waits, until every processor has done with them, 10 to 20 ms later: whoever closes many hosts withdraws from all of them
     * first. {@link #close} reports failures.
     */
    void withdraw() {
        if (!withdrawn) {
            withdrawn = true;
            failures.attempt(() -> inTurn(() -> {
                removeRules();
                CrashPoint.pass();
                failures.attempt(() -> OwnedTables.remove(tables, kernel));
            }));
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        withdraw();
        failures.attempt(() -> inTurn(() -> {
            CrashPoint.pass();
            triggers.close();
            failures.attempt(shapers::close);
            destroySets();
        }));
        CrashPoint.pass();
        lookout.close();
        kernel.close();
        if (!failures.isEmpty()) {
            runGuard.keep();
        }
        failures.throwIfAny();
    }

    /** Does something while no other process of nofin arms or disarms here; goes on while one of them hangs. */
    private void inTurn(Runnable change) throws IOException {
        Optional<NamespaceLock> turn = NamespaceLock.take(runGuard.directory(), namespace, ArmingLock.PATIENCE);
        change.run();
        if (turn.isPresent()) {
            turn.get().close();
        }
    }

    private void destroySets() {
        while (!undoSets.isEmpty()) {
            Operation inverse = undoSets.pop();
            CrashPoint.pass();
            failures.attempt(() -> inverse.apply(changed));
        }
    }

    /** Installs the rules of all families; when that fails, some of them may be there. */
    private void install() throws IOException {
        hasRules = true;
        CrashPoint.pass();
        changed.install(plan.ruleSets());
    }

    private void removeRules() {
        if (hasRules) {
            CrashPoint.pass();
            failures.attempt(() -> changed.remove(plan.ruleSets(), plan.run()::ownsChain));
        }
    }

    private void makeSets() throws IOException {
        for (Operation operation : plan.sets()) {
            undoSets.push(operation.inverse());
            CrashPoint.pass();
            try {
                operation.apply(changed);
            } catch (NetlinkException refused) {
                if (refused.errno() == Errno.EEXIST) {
                    undoSets.pop();     // the thing in the way was there before, and stays
                }
                throw refused;
            }
        }
    }

    /**
     * Reads sets back. The kernel counts the rules that refer to a set: there are as many as were asked for, or something was left
     * out.
     */
    private void readBack() throws IOException {
        List<IpSetState> sets = IpSetState.parse(kernel.dump("ipset list -t", IpSet.listHeaders()));
        for (Gate gate : plan.gates()) {
            for (IpFamily family : IpFamily.values()) {
                String name = gate.set(family).name();
                long expected = plan.rules(family).rules().stream().filter(rule -> rule.arguments().contains(name)).count();
                long found = sets.stream().filter(set -> set.name().equals(name)).mapToLong(IpSetState::references).sum();
                if (found != expected) {
                    throw new IOException("rules did not reach the kernel: namespace=" + plan.host().label() + ", set=" + name
                        + ", rules expected=" + expected + ", found=" + found);
                }
            }
        }
    }

    static IOException explained(IOException refused) {
        if (!(refused instanceof NetlinkException answer)) {
            return refused;
        }
        if (answer.errno() == Errno.EPERM) {
            return new UnsupportedHostException(answer.getMessage() + ": nofin needs root, or CAP_NET_ADMIN in the target's"
                + " user namespace", answer);
        }
        if (answer.errno() == Errno.EINVAL || answer.errno() == Errno.EPROTONOSUPPORT
                || answer.errno() == Errno.EOPNOTSUPP || answer.number() == IPSET_ERR_FIND_TYPE) {
            return new UnsupportedHostException(answer.getMessage() + ": this kernel has no ipset of that type:"
                + " modprobe ip_set_hash_net, and ip_set_hash_ipportip for connections, or use a kernel built with CONFIG_IP_SET_HASH_NET"
                + " and CONFIG_IP_SET_HASH_IPPORTIP", answer);
        }
        return refused;
    }
}
