package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.plan.HostPlan;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.ResolvedHosts;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.unit.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Checks that the interfaces that faults name exist: the kernel accepts a rule for a missing one, which matches nothing. */
final class Interfaces {

    private Interfaces() {
    }

    /**
     * Checks the hosts of all faults.
     *
     * @throws TargetNotFoundException when a target lacks the interface that a fault on it names; the message names the interfaces
     *                                 that it has
     */
    static void require(Scenario scenario, ResolvedHosts hosts) throws TargetNotFoundException {
        List<String> missing = each(scenario, hosts, Interfaces::missing);
        if (!missing.isEmpty()) {
            throw new TargetNotFoundException(String.join("\n", missing));
        }
    }

    /**
     * Checks hosts that came while the run goes on: faults did not match them before. Returns a sentence for each missing interface.
     */
    static List<String> missingOfNewcomers(Scenario scenario, ResolvedHosts hosts) {
        return each(scenario, hosts, (host, wanted) -> hosts.newcomers().contains(host.namespace()) ? missing(host, wanted) : Optional.empty());
    }

    /** Finds containers that are on their network by another interface than the armed rules are for. Returns a sentence for each. */
    static List<String> moved(Scenario scenario, Plan armed, ResolvedHosts now) {
        return each(scenario, now, (host, wanted) -> armed.hosts().stream().map(HostPlan::host)
            .filter(before -> before.namespace().equals(host.namespace())).findFirst().flatMap(before -> moved(before, host, wanted)));
    }

    private static List<String> each(Scenario scenario, ResolvedHosts hosts, BiFunction<HostRef, String, Optional<String>> look) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, Fault> fault : scenario.selections().entrySet()) {
            Optional<String> wanted = fault.getValue().selector().interfaceName();
            for (String target : wanted.isPresent() ? fault.getValue().targets() : List.<String>of()) {
                hosts.under(fault.getValue(), target).forEach(host -> look.apply(host, wanted.get())
                    .ifPresent(what -> found.add(fault.getKey() + ".interface: " + what)));
            }
        }
        return found;
    }

    private static Optional<String> moved(HostRef before, HostRef now, String wanted) {
        String armed = before.interfaceFor(wanted).orElse(wanted);
        return now.interfaceFor(wanted).filter(name -> !name.equals(armed)).map(name -> now.label() + " is on " + wanted + " by " + name
            + " now, but its rules are for " + armed + ": start the run again");
    }

    private static Optional<String> missing(HostRef host, String wanted) {
        return host.interfaceFor(wanted).isPresent() ? Optional.empty() : Optional.of(whatItHas(host, wanted));
    }

    private static String whatItHas(HostRef host, String wanted) {
        String has = host.label() + " (" + host.origin() + ") has no interface " + Quoted.of(wanted) + ": it has "
            + host.interfaces().stream().sorted().collect(Collectors.joining(", "));
        return host.networks().isEmpty() ? has : has + ", and is on the Docker network"
            + (host.networks().size() == 1 ? " " : "s ") + new TreeMap<>(host.networks()).entrySet().stream()
                .map(network -> network.getKey() + " (" + network.getValue() + ")").collect(Collectors.joining(", "));
    }
}
