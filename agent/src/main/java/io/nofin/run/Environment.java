package io.nofin.run;

import io.nofin.api.NofinVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine and software that a run took place on.
 *
 * @param kernel     the kernel's release as uname(1) prints it
 * @param host       the host's name
 * @param processors the number of processors that this process may use
 * @param java       the version and vendor of the JVM
 * @param nofin      the version of nofin
 */
public record Environment(String kernel, String architecture, String host, int processors, String java, String nofin) {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    static Environment here() throws IOException {
        return new Environment(System.getProperty("os.version"), System.getProperty("os.arch"), Files.readString(HOST_NAME).strip(),
            Runtime.getRuntime().availableProcessors(), System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
            NofinVersion.text());
    }
}
