package io.nofin.journal;

import io.nofin.linux.CrashPoint;
import io.nofin.linux.FileDescriptor;
import io.nofin.plan.RunId;
import io.nofin.target.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The journal of this process's run, and its guard: from {@link #start} on the run is undone when this process ends, however it ends.
 * {@link #finish} when nothing is left to be undone. May be used from any thread.
 */
public final class Journal implements AutoCloseable {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final JournalFile file;
    private final Guard guard;
    private int places;

    private Journal(JournalFile file, Guard guard) {
        this.file = file;
        this.guard = guard;
    }

    /**
     * Makes the journal, and starts the guard.
     *
     * @param card what people are told of the run
     */
    public static Journal start(RunDirectory directory, RunId run, RunCard card) throws IOException {
        JournalFile file = locked(directory, RunDirectory.name(run.value()));
        try {
            long pid = ProcessHandle.current().pid();
            CrashPoint.pass();
            file.append(JournalText.header(boot(), run, pid, ProcessStat.of(pid).startTicks()) + JournalText.lines(card));
            CrashPoint.pass();
            Journal journal = new Journal(file, Guard.start(directory.resolve(file.name())));
            CrashPoint.pass();
            return journal;
        } catch (IOException | RuntimeException e) {
            try (file) {
                file.remove();
                throw e;
            }
        }
    }

    /** Which boot of the kernel this is. */
    public static String boot() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    /** Programs that are given it are waited for by whoever undoes the run. */
    public FileDescriptor descriptor() {
        return file.descriptor();
    }

    /** Writes down what a namespace is about to get; it may get it when this returns. */
    public synchronized void enter(Place place) throws IOException {
        CrashPoint.pass();
        file.append(JournalText.lines(++places, place));
        CrashPoint.pass();
    }

    /** Writes down when a fault will end, for those who ask for it; the kernel knows of its lease only. */
    public synchronized void until(String fault, long untilMillis) throws IOException {
        file.write(JournalText.line(fault, untilMillis));
    }

    /** Nothing is left to be undone: takes the journal away, and dismisses the guard. */
    public void finish() throws IOException {
        try (file; guard) {
            file.remove();
        }
    }

    /** Leaves the run to its guard, which undoes at once what is left of it. */
    @Override
    public void close() {
        file.close();
    }

    /** Somebody who tidies up may find it empty, and nobody's yet, and take it away. */
    private static JournalFile locked(RunDirectory directory, String name) throws IOException {
        while (true) {
            JournalFile file = JournalFile.create(directory, name);
            if (file.tryLock() && file.isThere()) {
                return file;
            }
            try (file) {
                file.remove();
            }
        }
    }
}
