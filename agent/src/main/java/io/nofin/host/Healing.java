package io.nofin.host;

import io.nofin.inject.Inventory;
import io.nofin.inject.Leftovers;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.report.JsonText;
import io.nofin.target.NamespaceScanner;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNotation;
import io.nofin.target.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Removes everything that any run of nofin has in the kernel, found by its names there; also of a run that is still going. */
public final class Healing {

    private final Map<String, Integer> removed = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();

    /**
     * What there was to do.
     *
     * @param removed how many chains, sets and qdiscs, by namespace or run
     * @param failed  in words
     */
    public record Outcome(Map<String, Integer> removed, List<String> failed) {

        public Outcome {
            failed = List.copyOf(failed);
        }

        public String text() {
            StringBuilder text = new StringBuilder();
            removed.forEach((origin, count) -> text.append(origin).append(": ").append(count).append(" chains, sets and qdiscs removed\n"));
            return removed.isEmpty() && failed.isEmpty() ? "nothing of nofin's is here\n" : text.toString();
        }

        public String json() {
            return JsonText.of(removed);
        }
    }

    private Healing() {
    }

    /** Everywhere on this host, and what dead runs left by their journals. */
    public static Outcome ofEverything() throws IOException {
        Healing healing = new Healing();
        NamespaceScanner.forEach((found, namespace) -> healing.heal(found.origin(), namespace));
        Leftovers.Outcome leftovers = Leftovers.undo(RunDirectory.STANDARD);
        healing.removed.putAll(leftovers.removed());
        healing.failed.addAll(leftovers.failed());
        return new Outcome(healing.removed, healing.failed);
    }

    /** @throws io.nofin.target.TargetNotFoundException when there is no such target; those before it are healed then */
    public static Outcome of(List<String> targets) throws IOException {
        Healing healing = new Healing();
        for (String target : targets) {
            for (TargetHost host : Targets.all().resolve(target, TargetNotation.parse(target))) {
                try (NetworkNamespace namespace = host.namespace()) {
                    healing.heal(host.label(), namespace);
                }
            }
        }
        return new Outcome(healing.removed, healing.failed);
    }

    /** One namespace that refuses keeps no other from being healed. */
    private void heal(String origin, NetworkNamespace namespace) {
        try (Inventory inventory = Inventory.open(namespace, RunDirectory.STANDARD)) {
            int count = inventory.removeAll();
            if (count > 0) {
                removed.put(origin, count);
            }
        } catch (IOException e) {
            failed.add(origin + ": " + e.getMessage());
        }
    }
}
