package io.nofin.inject;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.Errno;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.netlink.netfilter.TableChanges;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks whether everything that a run has put into one namespace is still there. Sets are asked for their size, which takes
 * microseconds. Rules are read with the nf_tables back end only when the kernel has reported a change, and by {@code iptables-save} only
 * when something is missing; with the legacy one, which reports none, they are read by the program each time. Not thread-safe.
 */
final class IntegrityCheck implements AutoCloseable {

    private final NetworkNamespace namespace;
    private final TableChanges changes;
    private final Set<String> told = new HashSet<>();
    private final Set<String> authors = new LinkedHashSet<>();
    private final Map<String, Set<String>> emptied = new LinkedHashMap<>();
    private long wholeNanos = System.nanoTime();
    private boolean dirty = true;

    /**
     * Creates the check of a namespace.
     *
     * @param namespace the namespace, which the caller closes
     * @param changes   reports the changes there; closed with this
     */
    IntegrityCheck(NetworkNamespace namespace, TableChanges changes) {
        this.namespace = namespace;
        this.changes = changes;
    }

    /** Asks the sets of faults that fire for their number of members, and remembers what is missing. */
    void askSets(HostPlan plan, NamespaceKernel kernel, Predicate<Gate> firing) throws IOException {
        for (Gate gate : plan.gates()) {
            askSets(gate, kernel, firing.test(gate));
        }
    }

    /** Asks the sets of one fault, which fires: a fault that is renewed need not know of all others. */
    void askSets(HostPlan plan, NamespaceKernel kernel, String fault) throws IOException {
        for (Gate gate : plan.gates()) {
            if (gate.fault().equals(fault)) {
                askSets(gate, kernel, true);
            }
        }
    }

    private void askSets(Gate gate, NamespaceKernel kernel, boolean fires) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            String missing = missing(kernel, gate.set(family), fires ? gate.members(family).stream().distinct().count() : 0);
            if (!missing.isEmpty()) {
                emptied.computeIfAbsent(missing, key -> new LinkedHashSet<>()).add(gate.fault());
            }
        }
    }

    /** Remembers something else that is missing, and the faults that it concerns. */
    void miss(String what, Collection<String> faults) {
        emptied.computeIfAbsent(what, key -> new LinkedHashSet<>()).addAll(faults);
    }

    /** Returns whether rules have to be read, because they may have changed. */
    boolean isDue(HostPlan plan) throws IOException {
        TableChanges.Heard heard = changes.heard();
        authors.addAll(heard.authors());
        dirty |= heard.any();
        return dirty || !emptied.isEmpty() || families(plan).stream().anyMatch(family -> plan.facts().backEnd(family) == BackEnd.LEGACY);
    }

    /** Returns the rules as they are now. */
    Map<IpFamily, SavedRules> read(HostPlan plan) throws IOException {
        Map<IpFamily, SavedRules> saved = new EnumMap<>(IpFamily.class);
        try (NamespaceKernel here = NamespaceKernel.open(namespace, Optional.empty())) {        // another thread may use the host's own
            for (IpFamily family : families(plan)) {
                saved.put(family, here.targets(plan.iptables(family), plan.rules(family),
                    targets -> MissingRules.of(plan, Map.of(family, targets)).isEmpty()));
            }
        }
        return saved;
    }

    /**
     * Returns what is missing since the last time, and the faults that it concerns; none when everything is there, or was missing
     * before.
     */
    Map<String, Set<String>> compare(HostPlan plan, Map<IpFamily, SavedRules> saved) {
        Map<String, Set<String>> lost = new LinkedHashMap<>(MissingRules.of(plan, saved));
        dirty = false;
        lost.putAll(emptied);
        emptied.clear();
        lost.keySet().removeAll(told);
        told.addAll(lost.keySet());
        return lost;
    }

    /** Returns who has changed rules since everything was there. */
    List<String> authors() {
        return new ArrayList<>(authors);
    }

    /** Returns how long ago everything was there. */
    long sinceNanos() {
        return System.nanoTime() - wholeNanos;
    }

    /** Listens to changes from now on: what changes rules behind this is noticed. Everything is there now. */
    void listen() throws IOException {
        changes.listen();
        whole();
    }

    /** Records that everything is there now. */
    void whole() throws IOException {
        changes.heard();
        authors.clear();
        told.clear();
        dirty = false;
        wholeNanos = System.nanoTime();
    }

    @Override
    public void close() {
        changes.close();
    }

    private static List<IpFamily> families(HostPlan plan) {
        return Stream.of(IpFamily.values()).filter(family -> !plan.rules(family).isEmpty()).toList();
    }

    private static String missing(NamespaceKernel kernel, IpSet set, long expected) throws IOException {
        try {
            OptionalLong members = IpSet.members(kernel.dump("ipset list -t " + set.name(), set.header()));
            return members.isPresent() && members.getAsLong() < expected
                ? (members.getAsLong() == 0 ? "all" : "some") + " members of the set " + set.name() : "";
        } catch (NetlinkException refused) {
            if (refused.errno() == Errno.ENOENT) {
                return "the set " + set.name();
            }
            throw refused;
        }
    }
}
