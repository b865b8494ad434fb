package io.nofin.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts a command in the calling thread's network namespace, with mounts and process numbers of its own:
 *
 * <pre>
 *   JVM  --  guard (setpriv, setsid, sh, unshare)  --  the command, process 1 of its namespace  --  its children
 * </pre>
 *
 * The guard is killed when the thread that started it ends, the command when the guard ends, and every process of a pid namespace
 * when its process 1 ends: however the JVM dies, no process outlives it. The command has a session of its own, so that a Ctrl-C in
 * nofin's terminal does not reach it: it is to go on until nofin has healed.
 */
final class Launcher {

    /** The script of the guard. The JVM may have died before setpriv asked for the signal; sh's parent is then another process. */
    private static final String GUARD = """
        test "$PPID" = "$0" || exit 1
        exec unshare --mount --propagation private --pid --fork --kill-child=KILL --mount-proc "$@"
        """;

    /**
     * The script that mounts what the network namespace changes, in a mount namespace that ends with the command. The hosts file
     * comes on standard input and lies on a file system of its own that nobody else ever sees; it only comes once the script has
     * reported that it runs, and so is sure to die with the guard. The new sysfs, which shows the devices of this namespace, hides
     * the control groups: they are mounted there again.
     */
    private static final String MOUNT_AND_RUN = """
        set -e
        echo ready
        mount -t tmpfs -o size=1m,mode=755 nofin-lab /tmp
        cat >/tmp/hosts
        test -s /tmp/hosts
        mount --bind /tmp/hosts /etc/hosts
        umount /tmp
        if test -d /sys/fs/cgroup; then
            exec 9</sys/fs/cgroup
            mount -t sysfs sysfs /sys
            mount --no-canonicalize --rbind /proc/self/fd/9 /sys/fs/cgroup
            exec 9<&-
        fi
        exec "$@" </dev/null
        """;

    private static final String READY = "ready\n";
    private static final int MAX_ERROR_BYTES = 1000;
    private static final Pattern PATH_SEPARATOR = Pattern.compile(":");

    private Launcher() {
    }

    /**
     * Starts a command in the host's namespace.
     *
     * @param namespace the path of the namespace, for as long as the command runs
     * @throws IOException when the host has no such command, or nsenter, setpriv, unshare, mount or sh are missing
     */
    static Process launch(String host, Path namespace, List<String> command, String hostsFile) throws IOException {
        requireExecutable(host, command.get(0));
        List<String> arguments = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "setpriv", "--pdeathsig", "KILL", "setsid",
            "sh", "-c", GUARD, Long.toString(ProcessHandle.current().pid()), "sh", "-c", MOUNT_AND_RUN, "sh"));
        arguments.addAll(command);
        Process process;
        try {
            process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("lab host " + host + ": starting " + command.get(0) + " needs nsenter and setpriv of util-linux: "
                + e.getMessage(), e);
        }
        awaitReady(host, process);
        try (OutputStream in = process.getOutputStream()) {
            in.write(hostsFile.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command has ended already; its exit status and output say why.
        }
        return process;
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

    private static void requireExecutable(String host, String command) throws IOException {
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
