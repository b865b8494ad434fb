package io.nofin.lab;

import java.util.List;

/**
 * A command of a lab host that ended by itself, before the lab did, with an error.
 *
 * @param status its exit status, 1 to 255; 128 plus a signal's number when a signal ended it
 * @param output the last lines that it wrote
 */
public record LabFailure(String host, List<String> command, int status, String output) {

    public LabFailure {
        command = List.copyOf(command);
    }

    /** Returns a text such as {@code lab host server: redis-server --port 6379 ended with status 1: last lines}. */
    @Override
    public String toString() {
        return "lab host " + host + ": " + String.join(" ", command) + " ended with status " + status
            + (output.isEmpty() ? ", without output" : ":\n" + output);
    }
}
