package io.nofin.host;

import io.nofin.inject.FaultEnds;
import io.nofin.inject.Inventory;
import io.nofin.inject.KernelFault;
import io.nofin.journal.RunDescription;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.report.StatusReport;
import io.nofin.run.KillSwitch;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reports what is armed and what is firing now, as the kernel shows it. */
public final class HostStatus {

    private record Seen(NetworkNamespace.Id namespace, List<KernelFault> faults) {
    }

    private HostStatus() {
    }

    /**
     * Looks into every network namespace of this host. For those of other user namespaces that are in no journal, it only reports
     * that there are names of nofin's: anybody can have put them there.
     */
    public static StatusReport now() throws IOException {
        FaultEnds ends = FaultEnds.read(RunDirectory.STANDARD);
        JournaledRuns journaledRuns = JournaledRuns.now();
        Set<NetworkNamespace.Id> journaled = journaledRuns.namespaces();
        List<StatusReport.Line> lines = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (NamespaceVisits.Result<Optional<Seen>> visit : NamespaceVisits.everywhere((found, namespace) -> look(namespace, journaled))) {
            String origin = Quoted.visible(visit.found().origin());
            if (visit.value().isEmpty()) {
                problems.add(origin + ": " + Quoted.visible(visit.failure()));
            } else if (visit.value().get().isEmpty()) {
                unknown.add(origin);
            } else {
                Seen seen = visit.value().get().get();
                String target = journaledRuns.target(seen.namespace).orElse(visit.found().origin());
                seen.faults.forEach(fault -> lines.add(line(target, ends.applied(fault), journaledRuns.card(fault.run()))));
            }
        }
        return new StatusReport(lines, unknown, problems, KillSwitch.isOn());
    }

    private static StatusReport.Line line(String target, KernelFault fault, RunDescription card) {
        return new StatusReport.Line(target, fault, card.faults().getOrDefault(fault.fault(), ""), card.owner());
    }

    /**
     * Looks into one namespace.
     *
     * @return empty where there are names of nofin's that we must not read
     */
    private static Optional<Seen> look(NetworkNamespace namespace, Set<NetworkNamespace.Id> journaled) throws IOException {
        try (Inventory inventory = Inventory.open(namespace, RunDirectory.STANDARD)) {
            if (namespace.isOfOwnUserNamespace() || journaled.contains(namespace.id())) {
                return Optional.of(new Seen(namespace.id(), inventory.faults()));
            }
            return inventory.hasNames() ? Optional.empty() : Optional.of(new Seen(namespace.id(), List.of()));
        }
    }
}
