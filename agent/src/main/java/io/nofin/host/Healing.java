package io.nofin.host;

import io.nofin.inject.Inventory;
import io.nofin.inject.Leftovers;
import io.nofin.journal.JournalFile;
import io.nofin.journal.Place;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.report.JsonText;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNotation;
import io.nofin.target.Targets;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes everything that any run of nofin has in the kernel, found by its names there; also of a run that is still going. Goes into
 * namespaces of this process's user namespace, into those that a journal tells of, and into those that were named: in all others any
 * user can put anything, under nofin's names too.
 */
public final class Healing {

    private static final String HOST = "host";

    private final Map<String, Integer> removed = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /**
     * What there was to do.
     *
     * @param removed  how many chains, sets and qdiscs, by namespace or run
     * @param warnings in words: where something resists in a namespace that was not named and is not the host's own, unless a journal
     *                 tells of it there and the namespace is of this process's user namespace
     * @param failed   in words: what of nofin's own is left
     */
    public record Outcome(Map<String, Integer> removed, List<String> warnings, List<String> failed) {

        public Outcome {
            warnings = List.copyOf(warnings);
            failed = List.copyOf(failed);
        }

        public String text() {
            StringBuilder text = new StringBuilder();
            removed.forEach((origin, count) -> text.append(origin).append(": ").append(count).append(" chains, sets and qdiscs removed\n"));
            warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
            return text.isEmpty() && failed.isEmpty() ? "nothing of nofin's is here\n" : text.toString();
        }

        public String json() {
            Map<String, Object> all = new LinkedHashMap<>(removed);
            if (!warnings.isEmpty()) {
                all.put("warnings", warnings);
            }
            return JsonText.of(all);
        }
    }

    private Healing() {
    }

    /** Everywhere on this host, and what dead runs left by their journals. */
    public static Outcome ofEverything() throws IOException {
        Healing healing = new Healing();
        Set<NetworkNamespace.Id> journaled = journaled();
        for (BoundedVisits.Result<Integer> visit : BoundedVisits.everywhere((found, namespace) ->
                namespace.isOfOwnUserNamespace() || journaled.contains(namespace.id()) ? removeAll(namespace) : 0)) {
            String origin = visit.found().origin();
            visit.value().filter(count -> count > 0).ifPresent(count -> healing.removed.put(origin, count));
            if (visit.value().isEmpty()) {
                (origin.equals(HOST) ? healing.failed : healing.warnings).add(Quoted.visible(origin + ": " + visit.failure()));
            }
        }
        Leftovers.Outcome leftovers = Leftovers.undo(RunDirectory.STANDARD);
        healing.removed.putAll(leftovers.removed());
        healing.warnings.addAll(leftovers.warnings());
        healing.failed.addAll(leftovers.failed());
        return healing.outcome();
    }

    /** @throws io.nofin.target.TargetNotFoundException when there is no such target; those before it are healed then */
    public static Outcome of(List<String> targets) throws IOException {
        Healing healing = new Healing();
        for (String target : targets) {
            for (TargetHost host : Targets.all().resolve(target, TargetNotation.parse(target))) {
                try (NetworkNamespace namespace = host.namespace()) {
                    int count = removeAll(namespace);
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

    static Set<NetworkNamespace.Id> journaled() throws IOException {
        return JournalFile.places(RunDirectory.STANDARD).stream().map(Place::id).collect(Collectors.toSet());
    }

    private static int removeAll(NetworkNamespace namespace) throws IOException {
        try (Inventory inventory = Inventory.open(namespace, RunDirectory.STANDARD)) {
            return inventory.removeAll();
        }
    }

    private Outcome outcome() {
        return new Outcome(removed, warnings, failed);
    }
}
