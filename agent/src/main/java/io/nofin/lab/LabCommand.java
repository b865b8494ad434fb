package io.nofin.lab;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command that runs on a lab host. Closing it ends its whole process tree. May be used from any thread. */
final class LabCommand implements AutoCloseable {

    private static final int SIGTERM = 15;
    private static final long GRACE_MS = 2_000;
    private static final long KILL_MS = 5_000;
    private static final long LAST_WORDS_MS = 500;
    private static final String CAUGHT = "SigCgt:";     // in /proc/PID/status, hexadecimal; see proc_pid_status(5)

    private final String host;
    private final List<String> command;
    private final Process guard;
    private final OutputTail output;
    private Optional<LabFailure> failure = Optional.empty();
    private boolean closed;

    LabCommand(String host, List<String> command, Process guard) {
        this.host = host;
        this.command = command;
        this.guard = guard;
        this.output = OutputTail.of(host, guard.getInputStream());
    }

    boolean isRunning() {
        return guard.isAlive();
    }

    /** Returns the last lines that it wrote, so far. */
    String output() {
        return output.text();
    }

    /** Returns the failure; empty while the command runs, and when it ended with status 0 or by {@link #close}. */
    synchronized Optional<LabFailure> failure() {
        if (!closed && failure.isEmpty() && !guard.isAlive() && guard.exitValue() != 0) {
            awaitLastWords();
            failure = Optional.of(new LabFailure(host, command, guard.exitValue(), output.text()));
        }
        return failure;
    }

    /** Asks the command to end, if it listens to that, and kills it with all its children when it does not. */
    @Override
    public synchronized void close() {
        failure();
        closed = true;
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            guard.destroyForcibly();
        }
    }

    private void end() throws InterruptedException {
        Optional<ProcessHandle> first = guard.children().findFirst();
        if (first.isPresent()) {
            if (catchesTerm(first.get().pid()) && first.get().destroy()) {
                guard.waitFor(GRACE_MS, TimeUnit.MILLISECONDS);
            }
            first.get().destroyForcibly();
        } else {
            guard.destroyForcibly();
        }
        guard.waitFor(KILL_MS, TimeUnit.MILLISECONDS);
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

    private void awaitLastWords() {
        try {
            output.awaitEnd(LAST_WORDS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
