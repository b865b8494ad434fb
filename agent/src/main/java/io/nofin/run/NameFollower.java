package io.nofin.run;

import io.nofin.inject.ArmedFaults;
import io.nofin.lifecycle.Closer;
import io.nofin.plan.Gate;
import io.nofin.plan.HostRef;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.target.TargetNames;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks for the host names of a run again, on the thread that runs this, and tells when one has got more addresses. A target is not asked
 * while a fault fires there that could mean the questions or the answers: they would cross a cut that nothing is to cross. No fault counts
 * those that are on their way then, see {@link QuestionPorts}.
 */
final class NameFollower implements Runnable {

    private static final int DNS = 53;

    private final Scenario scenario;
    private final RunHosts runHosts;
    private final ArmedFaults armedFaults;
    private final ExecutorService executor;
    private final Listener listener;
    private final long most;
    private Map<String, Map<String, List<IpNetwork>>> known;

    /** Hears of new addresses, on the thread that asks. */
    @FunctionalInterface
    interface Listener {
        void changed(List<NameChange> changes, Map<String, Map<String, List<IpNetwork>>> now);
    }

    /** @param executor the thread that may look at {@code runHosts} */
    NameFollower(Scenario scenario, RunHosts runHosts, ArmedFaults armedFaults, ExecutorService executor, Listener listener) {
        this.scenario = scenario;
        this.runHosts = runHosts;
        this.armedFaults = armedFaults;
        this.executor = executor;
        this.listener = listener;
        this.most = runHosts.budget().of(Cost.MEMBERS);
        this.known = runHosts.names().addresses();
    }

    @Override
    public void run() {
        try (Closer names = new Closer()) {
            Map<String, List<IpNetwork>> faulted = new HashMap<>();
            Map<String, List<TargetNames>> hosts = executor.submit(() -> {
                known.keySet().forEach(target -> faulted.put(target, faulted(target)));
                return runHosts.names().resolvers(known.keySet(), names);
            }).get();
            hosts.replaceAll((target, all) -> all.stream().filter(host -> isUndisturbed(host, faulted.get(target))).toList());
            Map<String, Map<String, List<IpNetwork>>> now = PeerNames.again(known, hosts, most);
            List<NameChange> changes = changes(known, now);
            known = now;
            if (!changes.isEmpty()) {
                listener.changed(changes, now);
            }
        } catch (IOException | ExecutionException somebodyHasGone) {
            return;                         // who is there then is asked the next time
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the peers of the faults that fire on a target and could mean packets to or from a name server. */
    private List<IpNetwork> faulted(String target) {
        Set<String> firing = armedFaults.firing().now().keySet().stream().filter(fault -> couldMeanDns(scenario.faults().get(fault).selector()))
            .collect(Collectors.toCollection(HashSet::new));
        List<HostRef> hosts = runHosts.hosts().targets().get(target);
        return armedFaults.plan().hosts().stream().filter(plan -> hosts.stream().anyMatch(host -> host.namespace().equals(plan.host().namespace())))
            .flatMap(plan -> plan.gates().stream()).filter(gate -> firing.contains(gate.fault())).flatMap(NameFollower::peers).toList();
    }

    private static Stream<IpNetwork> peers(Gate gate) {
        return Stream.concat(gate.ipv4().stream(), gate.ipv6().stream());
    }

    private static boolean couldMeanDns(Selector selector) {
        return (selector.protocol() == Protocol.UDP || selector.protocol() == Protocol.ANY)
            && Stream.of(selector.ports(), selector.remotePorts()).allMatch(ports -> ports.isEmpty() || ports.contains(DNS));
    }

    private static boolean isUndisturbed(TargetNames host, List<IpNetwork> faulted) {
        try {
            return faulted.isEmpty() || host.servers().stream().noneMatch(server -> faulted.stream().anyMatch(server::overlaps));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static List<NameChange> changes(Map<String, Map<String, List<IpNetwork>>> before, Map<String, Map<String, List<IpNetwork>>> now) {
        return now.entrySet().stream().flatMap(target -> target.getValue().entrySet().stream().flatMap(name -> {
            int had = before.get(target.getKey()).get(name.getKey()).size();
            int gained = name.getValue().size() - had;
            return gained == 0 ? Stream.empty() : Stream.of(new NameChange(target.getKey(), name.getKey(), had, gained, System.nanoTime()));
        })).toList();
    }
}
