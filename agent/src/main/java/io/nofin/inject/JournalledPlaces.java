package io.nofin.inject;

import io.nofin.journal.JournalFile;
import io.nofin.journal.NamespaceRecord;
import io.nofin.journal.RunDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The namespaces in the journals of all runs, read once, when somebody needs them: most namespaces do not. Thread-safe. */
final class JournalledPlaces implements OwnedTables.Journals {

    private final RunDirectory directory;
    private Optional<List<NamespaceRecord>> places = Optional.empty();

    JournalledPlaces(RunDirectory directory) {
        this.directory = directory;
    }

    @Override
    public synchronized List<NamespaceRecord> places() throws IOException {
        if (places.isEmpty()) {
            places = Optional.of(JournalFile.places(directory));
        }
        return places.get();
    }
}
