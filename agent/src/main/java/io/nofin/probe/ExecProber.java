package io.nofin.probe;

import io.nofin.linux.Job;
import io.nofin.scenario.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Runs a command, whose exit status says whether the dependency answers. */
final class ExecProber implements Prober {

    private final Command command;

    ExecProber(Command command) {
        this.command = command;
    }

    @Override
    public Duration attempt(Duration timeout) throws IOException {
        long start = System.nanoTime();
        Job.End end = Job.start(command.words(), Map.of()).await(timeout);
        if (end.status().isEmpty()) {
            throw new IOException("still running after " + ProbeFailures.of(timeout) + ", killed");
        }
        if (end.status().getAsInt() != 0) {
            throw new IOException("exit status " + end.status().getAsInt() + (end.lastLine().isEmpty() ? "" : ": " + end.lastLine()));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
