package io.nofin.journal;

import io.nofin.linux.CrashPoint;
import io.nofin.linux.DetachedScript;
import io.nofin.linux.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The process that undoes a run when the agent cannot: flock(1), which waits for the journal's lock, followed by the shell script
 * {@code native-scripts/heal}. Once it is started it needs nothing of the agent. Closing dismisses it.
 */
final class Guard implements AutoCloseable {

    private static final String SCRIPT = "heal";
    private static final String WAIT = "cd / && exec flock " + DetachedScript.FILE + " /bin/sh " + DetachedScript.SCRIPT + " --guard \"$1\"";

    private final DetachedScript script;

    private Guard(DetachedScript script) {
        this.script = script;
    }

    /** Makes a process that is {@linkplain GuardReserve ready} the guard of a journal, or starts one. */
    static Guard start(Path journal) throws IOException {
        Optional<DetachedScript> ready = GuardReserve.take(journal);
        DetachedScript script = ready.isPresent() ? ready.get() : started(journal);
        CrashPoint.guardedBy(script.pid());
        return new Guard(script);
    }

    private static DetachedScript started(Path journal) throws IOException {
        try (FileDescriptor file = FileDescriptor.open(journal)) {      // opened again, for a lock of its own to wait for
            return DetachedScript.start(List.of("/bin/sh", "-c", WAIT, "nofin-guard", journal.toString()), text(), file);
        }
    }

    @Override
    public void close() throws IOException {
        CrashPoint.guardedBy(0);
        script.close();
    }

    static String text() throws IOException {
        try (InputStream script = Guard.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("the heal script is missing from the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
