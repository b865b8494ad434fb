package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a shell command inside a namespace, as a test's own hand on the kernel. */
public final class Shell {

    private Shell() {
    }

    /** The command's output; fails the test when its status is not 0. */
    public static String in(NetworkNamespace namespace, String command) throws IOException {
        return namespace.call(() -> {
            Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            try {
                assertEquals(0, process.waitFor(), command + ": " + output);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return output;
        });
    }
}
