package io.nofin.inject;

import io.nofin.journal.Journal;
import io.nofin.journal.JournalFile;
import io.nofin.journal.JournalText;
import io.nofin.journal.NamespaceLock;
import io.nofin.journal.NamespaceRecord;
import io.nofin.journal.RunDirectory;
import io.nofin.journal.Undo;
import io.nofin.linux.NetworkNamespace;
import io.nofin.target.NamespaceScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Undoes runs whose agent, and whose guard, ended too early, from their journals, which are removed then. */
public final class CrashRecovery {

    private final RunDirectory directory;
    private final Map<String, Integer> removed = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /**
     * The result of undoing.
     *
     * @param removed  the number of chains, sets and qdiscs, by run; none where somebody else had removed them already
     * @param warnings messages about things that somebody holds on to in a namespace of another user namespace; those journals stay
     * @param failed   messages about failures; those journals stay
     */
    public record Outcome(Map<String, Integer> removed, List<String> warnings, List<String> failed) {

        public Outcome {
            removed = Map.copyOf(removed);
            warnings = List.copyOf(warnings);
            failed = List.copyOf(failed);
        }
    }

    private CrashRecovery(RunDirectory directory) {
        this.directory = directory;
    }

    /** Undoes all dead runs. One that cannot be undone does not keep the others from it. */
    public static Outcome undo(RunDirectory directory) throws IOException {
        CrashRecovery crashRecovery = new CrashRecovery(directory);
        for (String name : directory.journals()) {
            try {
                crashRecovery.undo(name);
            } catch (IOException e) {
                crashRecovery.failed.add(e.getMessage());
            }
        }
        NamespaceLock.sweep(directory);
        return new Outcome(crashRecovery.removed, crashRecovery.warnings, crashRecovery.failed);
    }

    private void undo(String name) throws IOException {
        Optional<JournalFile> found = JournalFile.open(directory, name);
        if (found.isEmpty()) {
            return;
        }
        try (JournalFile file = found.get()) {
            if (file.tryLock() && file.isThere()) {         // otherwise it has an owner, or had one a moment ago
                Optional<JournalText> journal = file.read();
                boolean resisted = journal.isPresent() && journal.get().boot().equals(Journal.boot()) && !undo(journal.get(), file);
                if (!resisted) {
                    file.remove();
                }
            }
        }
    }

    /**
     * Undoes a run.
     *
     * @return whether all of it is undone
     */
    private boolean undo(JournalText journal, JournalFile owner) throws IOException {
        int count = 0;
        int warned = warnings.size();
        for (NamespaceRecord namespaceRecord : journal.places()) {
            Optional<NetworkNamespace> found = find(namespaceRecord);
            if (found.isPresent()) {
                try (NetworkNamespace namespace = found.get()) {
                    count += undo(journal, namespaceRecord, namespace, owner);
                }
            }
        }
        if (count > 0) {
            removed.put("run " + journal.run() + " of process " + journal.agent(), count);
        }
        return warnings.size() == warned;
    }

    /**
     * Undoes a run in one namespace. A failure in a namespace of another user namespace is only a warning: its owner has all rights
     * there, and can hold on to anything.
     */
    private int undo(JournalText journal, NamespaceRecord namespaceRecord, NetworkNamespace namespace, JournalFile owner) throws IOException {
        try (Inventory inventory = Inventory.open(namespace, directory, owner.descriptor())) {
            return inventory.remove(journal.run(), devices(namespaceRecord, owner.name()), tables(namespaceRecord));
        } catch (IOException e) {
            if (namespace.isOfOwnUserNamespace()) {
                throw e;
            }
            warnings.add(namespaceRecord.path() + ": " + e.getMessage());
            return 0;
        }
    }

    /** Returns the same namespace, wherever it is found now; empty when it is gone. */
    private static Optional<NetworkNamespace> find(NamespaceRecord namespaceRecord) {
        Optional<NetworkNamespace> byPath = open(namespaceRecord.path(), namespaceRecord.id());
        return byPath.isPresent() ? byPath : NamespaceScanner.scan().stream()
            .flatMap(found -> open(found.path(), namespaceRecord.id()).stream()).findFirst();
    }

    private static Optional<NetworkNamespace> open(Path path, NetworkNamespace.Id id) {
        try {
            if (NetworkNamespace.Id.of(path).equals(id)) {
                NetworkNamespace namespace = NetworkNamespace.open(path);
                if (namespace.id().equals(id)) {
                    return Optional.of(namespace);
                }
                namespace.close();
            }
        } catch (IOException e) {
            return Optional.empty();            // it is gone, or something else has the name
        }
        return Optional.empty();
    }

    /**
     * Returns the devices that no living run has claimed: the number of a namespace that is gone is given to another one some day.
     */
    private List<String> devices(NamespaceRecord namespaceRecord, String own) throws IOException {
        List<List<String>> devices = new ArrayList<>(namespaceRecord.names(Undo.Kind.QDISC));
        for (String name : directory.journals()) {
            Optional<JournalFile> found = name.equals(own) || devices.isEmpty() ? Optional.empty() : JournalFile.open(directory, name);
            if (found.isPresent()) {
                try (JournalFile file = found.get()) {
                    if (!file.tryLock()) {
                        file.read().stream().flatMap(other -> other.places().stream()).filter(other -> other.id().equals(namespaceRecord.id()))
                            .forEach(other -> devices.removeAll(other.names(Undo.Kind.QDISC)));
                    }
                }
            }
        }
        return devices.stream().map(names -> names.get(0)).toList();
    }

    private static List<Undo> tables(NamespaceRecord namespaceRecord) {
        return namespaceRecord.undos().stream().filter(OwnedTables::isOne).toList();
    }
}
