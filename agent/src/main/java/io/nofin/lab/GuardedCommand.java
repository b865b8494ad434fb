package io.nofin.lab;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Holds the guard of a command, as {@link Launcher} starts it.
 *
 * @param process the guard
 */
record GuardedCommand(Process process) implements StartedCommand {

    private static final int SIGTERM = 15;
    private static final long GRACE_MS = 2_000;
    private static final long KILL_MS = 5_000;
    private static final String CAUGHT = "SigCgt:";     // in /proc/PID/status, hexadecimal; see proc_pid_status(5)

    @Override
    public void end() throws InterruptedException {
        Optional<ProcessHandle> first = process.children().findFirst();
        if (first.isPresent()) {
            if (catchesTerm(first.get().pid()) && first.get().destroy()) {
                process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS);
            }
            first.get().destroyForcibly();
        } else {
            process.destroyForcibly();
        }
        process.waitFor(KILL_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Returns whether a process handles SIGTERM. Process 1 of a pid namespace never sees one that it has no handler for; see
     * pid_namespaces(7).
     */
    private static boolean catchesTerm(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(CAUGHT))
                .anyMatch(line -> new BigInteger(line.substring(CAUGHT.length()).trim(), 16).testBit(SIGTERM - 1));
        } catch (IOException e) {
            return false;       // the process has ended
        }
    }
}
