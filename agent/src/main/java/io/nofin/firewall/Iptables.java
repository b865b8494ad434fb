package io.nofin.firewall;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.FileLock;
import io.nofin.linux.Program;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The iptables programs of one back end and family, run in the network namespace of the calling thread. Writing waits for the
 * xtables lock, see {@code -w} in iptables(8), for {@value #LOCK_SECONDS} seconds at most.
 */
public record Iptables(BackEnd backEnd, IpFamily family) {

    /** The longest wait for another holder of the xtables lock, in seconds. */
    public static final int LOCK_SECONDS = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(LOCK_SECONDS + 20);
    private static final int RESOURCE_PROBLEM = 4;      // the programs' exit status when somebody else has the lock
    private static final Path LOCK = Path.of("/run/xtables.lock");
    private static final int SAVE_ATTEMPTS = 6;
    private static final long SAVE_PAUSE_NANOS = 10_000_000;
    private static final List<Path> DIRECTORIES = Stream.concat(
            Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")).filter(part -> part.startsWith("/")),
            Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin"))
        .distinct().map(Path::of).toList();

    private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();      // a failed search costs an exception for each directory

    /** Returns whether the programs of this back end are installed. */
    public boolean isInstalled() {
        return find(backEnd.restoreProgram(family)).isPresent() && find(backEnd.saveProgram(family)).isPresent();
    }

    /** Returns the command that installs rules, as a person would type it; its input is {@link RuleSet#install}. */
    public String restoreCommand() {
        return backEnd.restoreProgram(family) + " --noflush -w " + LOCK_SECONDS;
    }

    /** Hands {@code rules} to iptables-restore(8) with {@code --noflush}; each table is changed whole or not at all. */
    public void restore(String rules) throws IOException {
        restore(rules, Optional.empty());
    }

    /** Hands {@code rules} to iptables-restore(8) with {@code kept} open in the program too, see {@link Program#run}. */
    public void restore(String rules, Optional<FileDescriptor> kept) throws IOException {
        run(List.of(program(backEnd.restoreProgram(family)), "--noflush", "-w", Integer.toString(LOCK_SECONDS)), rules, kept);
    }

    /**
     * Returns all tables as iptables-save(8) prints them, with counters. Repeats the command when it failed: it reads rules first and
     * the names of their sets after, and another process may have removed a set in between.
     */
    public SavedRules save() throws IOException {
        List<String> command = List.of(program(backEnd.saveProgram(family)), "-c");
        for (int attempt = 1; attempt < SAVE_ATTEMPTS; attempt++) {
            try {
                return SavedRules.parse(run(command, "", Optional.empty()));
            } catch (FirewallException changedMeanwhile) {
                LockSupport.parkNanos(attempt * SAVE_PAUSE_NANOS);
            }
        }
        return SavedRules.parse(run(command, "", Optional.empty()));
    }

    private static Optional<Path> find(String program) {
        return Optional.ofNullable(FOUND.computeIfAbsent(program, name ->
            DIRECTORIES.stream().map(directory -> directory.resolve(name)).filter(Files::isExecutable).findFirst().orElse(null)));
    }

    private static String program(String name) throws FirewallException {
        return find(name).map(Path::toString).orElseThrow(() -> new FirewallException(
            name + ": not found: install the iptables package (apt-get install iptables)"));
    }

    private static String run(List<String> command, String input, Optional<FileDescriptor> kept) throws IOException {
        Program.End end;
        try {
            end = Program.run(command, input, PATIENCE, kept);
        } catch (IOException e) {
            throw new FirewallException(e.getMessage(), e);
        }
        if (end.status() != 0) {
            throw new FirewallException(String.join(" ", command) + ": exit status " + end.status() + ": "
                + (end.errors().isBlank() ? end.output() : end.errors()).strip().replace("\n", "; ")
                + (end.status() == RESOURCE_PROBLEM ? FileLock.holder(LOCK).map(who -> "; " + LOCK + " is held by " + who).orElse("") : ""));
        }
        return end.output();
    }
}
