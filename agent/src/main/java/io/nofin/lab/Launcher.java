package io.nofin.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    private Launcher() {
    }

    /**
     * Starts a command in the host's namespace.
     *
     * @param namespace the path of the namespace, for as long as the command runs
     * @throws IOException when the host has no such command, or nsenter, setpriv, unshare, mount or sh are missing
     */
    static Process launch(String host, Path namespace, List<String> command, String hostsFile) throws IOException {
        LabMounts.requireExecutable(host, command.get(0));
        List<String> arguments = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "setpriv", "--pdeathsig", "KILL", "setsid",
            "sh", "-c", GUARD, Long.toString(ProcessHandle.current().pid()), "sh", "-c", LabMounts.script("rw", ""), "sh"));
        arguments.addAll(command);
        Process process;
        try {
            process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("lab host " + host + ": starting " + command.get(0) + " needs nsenter and setpriv of util-linux: "
                + e.getMessage(), e);
        }
        LabMounts.handOver(host, process, hostsFile);
        return process;
    }
}
