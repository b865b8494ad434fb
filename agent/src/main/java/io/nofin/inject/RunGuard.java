package io.nofin.inject;

import io.nofin.journal.Journal;
import io.nofin.journal.RunDescription;
import io.nofin.journal.RunDirectory;
import io.nofin.plan.RunId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The means to undo a run when this process cannot: its journal, and the guard behind that. Closing dismisses the guard when nothing
 * is left to be undone, and otherwise leaves the rest to it; closing twice is fine. May be used from any thread, {@link #firing} from
 * one at a time.
 */
final class RunGuard implements AutoCloseable {

    private final Journal journal;
    private final RunDirectory directory;
    private final AtomicBoolean needed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunGuard(Journal journal, RunDirectory directory) {
        this.journal = journal;
        this.directory = directory;
    }

    static RunGuard start(RunDirectory directory, RunId run) throws IOException {
        return start(directory, run, RunDescription.EMPTY);
    }

    static RunGuard start(RunDirectory directory, RunId run, RunDescription card) throws IOException {
        return new RunGuard(Journal.start(directory, run, card), directory);
    }

    Journal journal() {
        return journal;
    }

    RunDirectory directory() {
        return directory;
    }

    /** Records the ends of faults that now fire for {@code length}, if the kernel's own timeouts do not show them. */
    void firing(List<String> faults, Duration length, FiringFaults firing) throws IOException {
        long now = millis(System.nanoTime());
        for (String fault : faults) {
            Optional<FiringFaults.Firing> record = firing.find(fault);
            if (record.isPresent() && (Leases.isNeeded(length) || journal.end(fault).orElse(now) > now)) {
                journal.enterEnd(fault, millis(record.get().untilNanos()));
            }
        }
    }

    /** Returns a time on the clock of the journal. */
    static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** Remembers that something could not be undone. */
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
