package io.nofin.host;

import io.nofin.api.JsonText;
import io.nofin.inject.CrashRecovery;
import io.nofin.inject.Inventory;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetNotation;
import io.nofin.target.TargetHost;
import io.nofin.target.Targets;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Removes everything that any run of nofin has in the kernel, found by its names there; also that of a run that is still going. It
 * enters namespaces of this process's user namespace, those in a journal, and those that were named: into all others any user can put
 * anything, also under nofin's names.
 */
public final class Healing {

    private static final String HOST = "host";

    private final Map<String, String> ended = new ConcurrentSkipListMap<>();         // by the runs' ids
    private final Map<String, Integer> removed = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /**
     * The result of healing.
     *
     * @param ended    descriptions of the runs that this ended
     * @param removed  the number of chains, sets and qdiscs, by namespace or run
     * @param warnings messages about what resists in a namespace that was not named and is not the host's own, unless a journal has
     *                 it there and the namespace is of this process's user namespace
     * @param failed   messages about what of nofin is left
     */
    public record Outcome(List<String> ended, Map<String, Integer> removed, List<String> warnings, List<String> failed) {

        public Outcome {
            ended = List.copyOf(ended);
            warnings = List.copyOf(warnings);
            failed = List.copyOf(failed);
        }

        public String text() {
            StringBuilder text = new StringBuilder();
            ended.forEach(run -> text.append("ended ").append(run).append('\n'));
            removed.forEach((origin, count) -> text.append(origin).append(": ").append(count).append(" chains, sets and qdiscs removed\n"));
            warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
            return text.isEmpty() && failed.isEmpty() ? "nothing to remove: no chains, sets or qdiscs of nofin found\n" : text.toString();
        }

        public String json() {
            Map<String, Object> all = new LinkedHashMap<>(removed);
            if (!ended.isEmpty()) {
                all.put("ended", ended);
            }
            if (!warnings.isEmpty()) {
                all.put("warnings", warnings);
            }
            return JsonText.of(all);
        }
    }

    /**
     * The result in one namespace.
     *
     * @param target the name of the namespace in the journals; empty where it is in none
     */
    private record Cleared(String target, int count) {
    }

    private Healing() {
    }

    /** Ends the runs of an agent before the kernel is looked at, so that nothing is removed from under a run that still needs it. */
    @FunctionalInterface
    public interface RunEnder {
        void endAll() throws InterruptedException;
    }

    /**
     * Heals everything on this host, and removes what dead runs left by their journals. Living runs are asked to end before anything
     * is removed from under them.
     *
     * @param who    the person and the command behind this, for the owners of runs
     * @param ending called first
     */
    public static Outcome ofEverything(String who, RunEnder ending) throws IOException, InterruptedException {
        Healing healing = new Healing();
        JournaledRuns journaledRuns = JournaledRuns.now();
        ending.endAll();
        JournaledRuns.now().end(who);
        Set<NetworkNamespace.Id> journaled = journaledRuns.namespaces();
        for (NamespaceVisits.Result<Cleared> visit : NamespaceVisits.everywhere((found, namespace) ->
                namespace.isOfOwnUserNamespace() || journaled.contains(namespace.id()) ? healing.cleared(namespace, journaledRuns) : new Cleared("", 0))) {
            String origin = visit.found().origin();
            visit.value().filter(cleared -> cleared.count > 0)
                .ifPresent(cleared -> healing.removed.put(cleared.target.isEmpty() ? origin : cleared.target, cleared.count));
            if (visit.value().isEmpty()) {
                (origin.equals(HOST) ? healing.failed : healing.warnings).add(Quoted.visible(origin + ": " + visit.failure()));
            }
        }
        CrashRecovery.Outcome leftovers = CrashRecovery.undo(RunDirectory.STANDARD);
        healing.removed.putAll(leftovers.removed());
        healing.warnings.addAll(leftovers.warnings());
        healing.failed.addAll(leftovers.failed());
        healing.ended.putAll(journaledRuns.withoutThoseOf(JournaledRuns.now()));
        return healing.outcome();
    }

    /**
     * Heals these targets only; runs that have something there end.
     *
     * @param who the person and the command behind this, for the owners of runs
     * @throws io.nofin.api.TargetNotFoundException when there is no such target; those before it are healed then
     */
    public static Outcome of(List<String> targets, String who) throws IOException, InterruptedException {
        Healing healing = new Healing();
        JournaledRuns journaledRuns = JournaledRuns.now();
        for (String target : targets) {
            for (TargetHost host : Targets.all().resolve(target, TargetNotation.parse(target))) {
                try (NetworkNamespace namespace = host.namespace()) {
                    healing.end(namespace, journaledRuns, who);
                    int count = healing.cleared(namespace, journaledRuns).count;
                    if (count > 0) {
                        healing.removed.put(host.label(), count);
                    }
                } catch (IOException e) {
                    healing.failed.add(Quoted.visible(host.label() + ": " + e.getMessage()));
                }
            }
        }
        return healing.outcome();
    }

    private void end(NetworkNamespace namespace, JournaledRuns journaledRuns, String who) throws IOException, InterruptedException {
        Map<String, String> there = journaledRuns.in(namespace.id());
        ended.putAll(journaledRuns.only(there.keySet()).end(who));
    }

    /** Removes everything in a namespace, which ends every run that had something there. May be called from several threads. */
    private Cleared cleared(NetworkNamespace namespace, JournaledRuns journaledRuns) throws IOException {
        try (Inventory inventory = Inventory.open(namespace, RunDirectory.STANDARD)) {
            int count = inventory.removeAll();
            if (count > 0) {
                ended.putAll(journaledRuns.in(namespace.id()));
            }
            return new Cleared(journaledRuns.target(namespace.id()).orElse(""), count);
        }
    }

    private Outcome outcome() {
        return new Outcome(List.copyOf(ended.values()), removed, warnings, failed);
    }
}
