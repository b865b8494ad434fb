package io.nofin.lab;

import java.util.List;
import java.util.Optional;

/** A command that runs on a lab host. Closing it ends its whole process tree. May be used from any thread. */
final class LabCommand implements AutoCloseable {

    private static final long LAST_WORDS_MS = 500;

    private final String host;
    private final List<String> command;
    private final StartedCommand running;
    private final Process process;
    private final OutputTail output;
    private Optional<LabFailure> failure = Optional.empty();
    private boolean closed;

    LabCommand(String host, List<String> command, StartedCommand running) {
        this.host = host;
        this.command = command;
        this.running = running;
        this.process = running.process();
        this.output = OutputTail.of(host, process.getInputStream());
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Returns the last lines that it wrote, so far. */
    String output() {
        return output.text();
    }

    /** Returns the failure; empty while the command runs, and when it ended with status 0 or by {@link #close}. */
    synchronized Optional<LabFailure> failure() {
        if (!closed && failure.isEmpty() && !process.isAlive() && process.exitValue() != 0) {
            awaitLastWords();
            failure = Optional.of(new LabFailure(host, command, process.exitValue(), output.text()));
        }
        return failure;
    }

    /** Asks the command to end, if it listens to that, and kills it with all its children when it does not. */
    @Override
    public synchronized void close() {
        failure();
        closed = true;
        try {
            running.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
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
