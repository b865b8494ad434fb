package io.nofin.journal;

import io.nofin.linux.CrashPoint;
import io.nofin.linux.FileDescriptor;
import io.nofin.plan.RunId;
import io.nofin.target.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The journal of this process's run, and its guard: from {@link #start} on the run is undone when this process ends, however it ends.
 * Call {@link #finish} when nothing is left to be undone. May be used from any thread.
 */
public final class Journal implements AutoCloseable {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static Optional<Self> self = Optional.empty();         // guarded by the class

    /** The facts by which a journal tells its process from others; they do not change while it lives. */
    private record Self(String boot, long pid, long startTicks) {

        static Self read() throws IOException {
            long pid = ProcessHandle.current().pid();
            return new Self(Journal.boot(), pid, ProcessStat.of(pid).startTicks());
        }

        String header(RunId run) {
            return JournalText.header(boot, run, pid, startTicks);
        }
    }

    private final JournalFile file;
    private final Guard guard;
    private final Map<String, Long> ends = new HashMap<>();         // as they were recorded
    private int places;

    private Journal(JournalFile file, Guard guard) {
        this.file = file;
        this.guard = guard;
    }

    /**
     * Creates the journal, and starts the guard.
     *
     * @param card the description of the run for people
     */
    public static Journal start(RunDirectory directory, RunId run, RunDescription card) throws IOException {
        JournalFile file = locked(directory, RunDirectory.name(run.value()));
        try {
            CrashPoint.pass();
            file.write(self().header(run) + JournalText.lines(card));
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

    /** Returns the id of the kernel's present boot. */
    public static String boot() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    private static synchronized Self self() throws IOException {
        if (self.isEmpty()) {
            self = Optional.of(Self.read());
        }
        return self.get();
    }

    /** Returns the journal's descriptor; whoever undoes the run waits for the programs that are given it. */
    public FileDescriptor descriptor() {
        return file.descriptor();
    }

    /** Records what a namespace is about to get; it may get it when this returns. */
    public synchronized void enter(NamespaceRecord namespaceRecord) throws IOException {
        CrashPoint.pass();
        file.write(JournalText.lines(++places, namespaceRecord));
        CrashPoint.pass();
    }

    /** Records when a fault ends, for those who ask; the kernel knows only about the lease. */
    public synchronized void enterEnd(String fault, long untilMillis) throws IOException {
        ends.put(fault, untilMillis);
        file.write(JournalText.line(fault, untilMillis));
    }

    /** Returns the end that was recorded last for a fault, in milliseconds of the clock of {@link System#nanoTime}. */
    public synchronized OptionalLong end(String fault) {
        Long end = ends.get(fault);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** Removes the journal and dismisses the guard, because nothing is left to be undone. */
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

    /**
     * Creates the journal and locks it. Somebody who tidies up may find it empty and not yet locked, and remove it; then it is
     * created again.
     */
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
