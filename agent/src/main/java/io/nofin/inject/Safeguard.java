package io.nofin.inject;

import io.nofin.journal.Journal;
import io.nofin.journal.RunCard;
import io.nofin.journal.RunDirectory;
import io.nofin.plan.RunId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What undoes a run when this process cannot: its journal, and the guard behind that. Closing dismisses it when nothing is left to be
 * undone, and leaves the rest to the guard otherwise; twice is fine. May be used from any thread, {@link #firing} from one at a time.
 */
final class Safeguard implements AutoCloseable {

    private final Journal journal;
    private final RunDirectory directory;
    private final AtomicBoolean needed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Long> untilMillis = new HashMap<>();

    private Safeguard(Journal journal, RunDirectory directory) {
        this.journal = journal;
        this.directory = directory;
    }

    static Safeguard start(RunDirectory directory, RunId run) throws IOException {
        return start(directory, run, RunCard.EMPTY);
    }

    static Safeguard start(RunDirectory directory, RunId run, RunCard card) throws IOException {
        return new Safeguard(Journal.start(directory, run, card), directory);
    }

    Journal journal() {
        return journal;
    }

    RunDirectory directory() {
        return directory;
    }

    /** Faults fire for so long from now on. Written down where the kernel's own timeouts do not tell it. */
    void firing(List<String> faults, Duration length) throws IOException {
        long now = millis(System.nanoTime());
        for (String fault : faults) {
            boolean leased = length.compareTo(Leases.first(length)) > 0;
            if (leased || untilMillis.getOrDefault(fault, now) > now) {
                untilMillis.put(fault, now + length.toMillis());
                journal.until(fault, now + length.toMillis());
            }
        }
    }

    /** The clock of the journal. */
    static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** Something could not be undone. */
    void keep() {
        needed.set(true);
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        if (needed.get()) {
            journal.close();
        } else {
            journal.finish();
        }
    }
}
