package io.nofin.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Gives a command on a lab host its hosts file and the devices of its network, whoever starts it. */
final class LabMounts {

    /**
     * The script that mounts what the network namespace changes, in a mount namespace that ends with the command. The hosts file
     * comes on standard input and lies on a file system of its own that nobody else ever sees; it only comes once the script has
     * reported that it runs, and so is sure to die with nofin. The new sysfs, which shows the devices of this namespace, hides the control groups:
     * they are mounted there again.
     */
    private static final String MOUNTS = """
        set -e
        echo ready
        mount -t tmpfs -o size=1m,mode=755 nofin-lab /tmp
        cat >/tmp/hosts
        test -s /tmp/hosts
        mount --bind /tmp/hosts /etc/hosts
        umount /tmp
        if test -d /sys/fs/cgroup; then
            exec 9</sys/fs/cgroup
            mount -t sysfs -o "$options" sysfs /sys
            mount --no-canonicalize --rbind /proc/self/fd/9 /sys/fs/cgroup
            exec 9<&-
        fi
        """;

    private static final String READY = "ready\n";
    private static final int MAX_ERROR_BYTES = 1000;
    private static final Pattern PATH_SEPARATOR = Pattern.compile(":");

    private LabMounts() {
    }

    /**
     * Returns a script for sh(1) that mounts what a lab host's command is to see, and becomes the command, its arguments.
     *
     * @param options of the new sysfs, as mount(8) takes them, for example {@code ro}
     * @param prefix  words before the command, each with a space behind it; empty for none
     */
    static String script(String options, String prefix) {
        return "options=" + options + "\n" + MOUNTS + "exec " + prefix + "\"$@\" </dev/null\n";
    }

    /**
     * Waits until the {@linkplain #script script} has begun, and gives it the hosts file.
     *
     * @param process whose standard input and output are the script's; killed when this fails
     */
    static void handOver(String host, Process process, String hostsFile) throws IOException {
        awaitReady(host, process);
        try (OutputStream in = process.getOutputStream()) {
            in.write(hostsFile.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command has ended already; its exit status and output say why.
        }
    }

    private static void awaitReady(String host, Process process) throws IOException {
        InputStream output = process.getInputStream();
        String first = new String(output.readNBytes(READY.length()), StandardCharsets.UTF_8);
        if (!first.equals(READY)) {
            String rest = new String(output.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
            process.destroyForcibly();
            throw new IOException("lab host " + host + ": making namespaces for a command: " + (first + rest).strip());
        }
    }

    /**
     * Makes sure that this machine has a command.
     *
     * @throws IOException when it has not
     */
    static void requireExecutable(String host, String command) throws IOException {
        if (command.indexOf('/') >= 0) {
            if (!isExecutable(Path.of(command))) {
                throw new IOException("lab host " + host + ": there is no executable " + command + ": check run");
            }
        } else if (searchPath().noneMatch(directory -> isExecutable(directory.resolve(command)))) {
            throw new IOException("lab host " + host + ": there is no command " + command
                + ": install it, or give its path in run");
        }
    }

    private static Stream<Path> searchPath() {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return PATH_SEPARATOR.splitAsStream(path).map(Path::of);
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
