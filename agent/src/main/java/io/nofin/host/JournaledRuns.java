package io.nofin.host;

import io.nofin.journal.JournalFile;
import io.nofin.journal.JournalText;
import io.nofin.journal.NamespaceRecord;
import io.nofin.journal.RunDescription;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.run.KillSwitch;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs of this host, living and dead, as its journals describe them at one moment: the kernel knows them by number only. */
final class JournaledRuns {

    private static final int MENTIONED = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 20;

    private final Map<String, JournalText> journals = new LinkedHashMap<>();

    private JournaledRuns() {
    }

    static JournaledRuns now() throws IOException {
        JournaledRuns journaledRuns = new JournaledRuns();
        JournalFile.all(RunDirectory.STANDARD).forEach(journal -> journaledRuns.journals.put(journal.run().value(), journal));
        return journaledRuns;
    }

    /** Returns some of the runs. */
    JournaledRuns only(Set<String> runs) {
        JournaledRuns chosen = new JournaledRuns();
        runs.forEach(run -> chosen.journals.put(run, journals.get(run)));
        return chosen;
    }

    /**
     * Asks living runs to end, and waits some seconds until they have: one whose process is stopped or dead cannot.
     *
     * @param who the person and the command behind this, for the owners of runs
     * @return those that have ended, as {@link #withoutThoseOf} describes them
     */
    Map<String, String> end(String who) throws IOException, InterruptedException {
        Set<String> living = living(journals.keySet());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (String run : living) {
                KillSwitch.end(run, who);
            }
            while (!living(living).isEmpty() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } finally {
            for (String run : living) {
                KillSwitch.forget(run);
            }
        }
        return only(living).withoutThoseOf(now());
    }

    private static Set<String> living(Set<String> journaledRuns) throws IOException {
        Set<String> living = new LinkedHashSet<>();
        for (String run : journaledRuns) {
            Optional<JournalFile> found = JournalFile.open(RunDirectory.STANDARD, run + RunDirectory.SUFFIX);
            if (found.isPresent()) {
                try (JournalFile file = found.get()) {
                    if (!file.tryLock()) {
                        living.add(run);
                    }
                }
            }
        }
        return living;
    }

    /** Returns the namespaces that any of them has something in. */
    Set<NetworkNamespace.Id> namespaces() {
        return journals.values().stream().flatMap(journal -> journal.places().stream()).map(NamespaceRecord::id).collect(Collectors.toSet());
    }

    /** Returns the name of a namespace in the request for a run there; empty where there is none. */
    Optional<String> target(NetworkNamespace.Id namespace) {
        return journals.values().stream().flatMap(journal -> journal.places().stream())
            .filter(place -> place.id().equals(namespace) && !place.target().isEmpty()).map(NamespaceRecord::target).findFirst();
    }

    /** Returns the description of a run. */
    RunDescription card(String run) {
        return Optional.ofNullable(journals.get(run)).map(JournalText::card).orElse(RunDescription.EMPTY);
    }

    /**
     * Returns descriptions, by their ids, of those runs that are no more: {@code run k3f9q2 (on docker:app: drop: silent; of dev)}.
     */
    Map<String, String> withoutThoseOf(JournaledRuns later) {
        Map<String, String> ended = new LinkedHashMap<>();
        journals.forEach((run, journal) -> {
            if (!later.journals.containsKey(run)) {
                ended.put(run, words(journal));
            }
        });
        return ended;
    }

    /** Returns descriptions of the same form, by their ids, of those runs that have something in a namespace. */
    Map<String, String> in(NetworkNamespace.Id namespace) {
        Map<String, String> there = new LinkedHashMap<>();
        journals.forEach((run, journal) -> {
            if (journal.places().stream().anyMatch(place -> place.id().equals(namespace))) {
                there.put(run, words(journal));
            }
        });
        return there;
    }

    private static String words(JournalText journal) {
        Set<String> targets = new LinkedHashSet<>();
        journal.places().stream().map(NamespaceRecord::target).filter(target -> !target.isEmpty()).forEach(targets::add);
        String on = targets.isEmpty() ? "" : "on " + some(List.copyOf(targets), ", ");
        String what = some(journal.card().faults().values().stream().distinct().toList(), "; ");
        String owner = journal.card().owner().isEmpty() ? "" : "of " + journal.card().owner();
        String all = Stream.of(on + (on.isEmpty() || what.isEmpty() ? "" : ": ") + what, owner).filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
        return "run " + journal.run() + (all.isEmpty() ? "" : " (" + all + ")");
    }

    private static String some(List<String> all, String between) {
        return all.stream().limit(MENTIONED).collect(Collectors.joining(between))
            + (all.size() > MENTIONED ? " and " + (all.size() - MENTIONED) + " more" : "");
    }
}
