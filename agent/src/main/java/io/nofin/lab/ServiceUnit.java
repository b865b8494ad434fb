package io.nofin.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds a command of a lab host that systemd runs, as a unit of its own that is bound to the agent's: however the agent ends, systemd ends the
 * command with all its children. The agent itself so needs no right to mount or to make processes' namespaces, and the command has
 * none of the agent's but those of servers on its own network. See systemd-run(1).
 *
 * @param process systemd-run, which waits for the command and ends with its exit status, or with 255 when a signal ended it
 * @param name    of the unit
 */
record ServiceUnit(Process process, String name) implements StartedCommand {

    /** Names the environment variable with the agent's own unit, where it is one. */
    static final String VARIABLE = "NOFIN_UNIT";

    private static final Optional<String> AGENT = Optional.ofNullable(System.getenv(VARIABLE)).filter(unit -> !unit.isEmpty());
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int GRACE_SECONDS = 2;
    private static final long KILL_MS = 5_000;

    /** Takes away the rights that only mounting needs; what is left are those of a server that changes its user. */
    private static final String CONFINED = "setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,+net_admin,+net_raw,+net_bind_service"
        + ",+setuid,+setgid,+chown,+dac_override,+fowner,+kill -- ";

    /** Returns true when this process is a unit of systemd's, which its commands are to be bound to. */
    static boolean isWanted() {
        return AGENT.isPresent();
    }

    /**
     * Starts it in the host's namespace.
     *
     * @param namespace its path, for as long as the command runs
     * @throws IOException when the host has no such command, or systemd does not start it
     */
    static ServiceUnit start(String host, Path namespace, List<String> command, String hostsFile) throws IOException {
        LabMounts.requireExecutable(host, command.get(0));
        String name = "nofin-lab-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + ".service";
        Process process;
        try {
            process = new ProcessBuilder(words(name, AGENT.orElseThrow(), host, namespace, command)).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("lab host " + host + ": starting " + command.get(0) + " needs systemd-run: " + e.getMessage(), e);
        }
        ServiceUnit unit = new ServiceUnit(process, name);
        try {
            LabMounts.handOver(host, process, hostsFile);
            return unit;
        } catch (IOException e) {
            unit.stop();
            throw e;
        }
    }

    /** Returns the command line of systemd-run. systemd expands variables in the words of a command: a dollar sign is written twice. */
    static List<String> words(String name, String agent, String host, Path namespace, List<String> command) {
        List<String> words = new ArrayList<>(List.of("systemd-run", "--quiet", "--collect", "--pipe", "--wait", "--service-type=exec", "--unit=" + name,
            "--description=command of nofin's lab host " + host, "--property=BindsTo=" + agent, "--property=NetworkNamespacePath=" + namespace,
            "--property=KillMode=mixed", "--property=TimeoutStopSec=" + GRACE_SECONDS, "--", "/bin/sh", "-c"));
        List<String> expanded = new ArrayList<>(List.of(LabMounts.script("ro", CONFINED), "sh"));
        expanded.addAll(command);
        expanded.forEach(word -> words.add(word.replace("$", "$$")));
        return words;
    }

    @Override
    public void end() throws InterruptedException {
        if (process.isAlive()) {
            Optional<Process> stopping = stop();
            if (stopping.isPresent()) {
                stopping.get().waitFor(KILL_MS, TimeUnit.MILLISECONDS);
                process.waitFor(KILL_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Has systemd stop the unit; empty where nothing can be started any more: then systemd stops it with the agent. */
    private Optional<Process> stop() {
        try {
            return Optional.of(new ProcessBuilder("systemctl", "--quiet", "stop", name).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
