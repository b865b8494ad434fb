package io.nofin.silence;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs the programs that build the rig, each inside a namespace. */
final class Shell {

    private Shell() {
    }

    /** Feeds {@code input} to a program and waits for it; anything but success is an error that carries its output. */
    static void feed(NetworkNamespace namespace, String input, String... command) throws IOException {
        namespace.call(() -> {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = exitStatus(process);
            if (status != 0) {
                throw new IOException(String.join(" ", command) + ": exit status " + status + ": " + output + "\n" + input);
            }
            return null;
        });
    }

    private static int exitStatus(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }
}
