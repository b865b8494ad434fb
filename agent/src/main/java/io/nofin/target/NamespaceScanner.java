package io.nofin.target;

import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.HostNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds every network namespace that has a name or a thread in it, each once. */
public final class NamespaceScanner {

    private static final Path NAMED = TargetSpec.Netns.NAMED;
    private static final Path OWN = Path.of("/proc/self/ns/net");
    private static final Path PROC = Path.of("/proc");
    private static final String NUMBERS = "[0-9]*";

    private final Map<NetworkNamespace.Id, FoundNamespace> found = new LinkedHashMap<>();

    /**
     * A namespace, not held.
     *
     * @param kind     the kind of target that it is
     * @param name     what stands behind the kind in its notation: a name, or the id of a process; {@code host} for the host's own
     * @param user     the program that is in it, or the thread and its program; empty for a namespace that has a name
     * @param isTarget whether the notation leads back to it; it does not for one that a single thread is in
     */
    public record FoundNamespace(TargetKind kind, String name, String user, Path path, boolean isTarget) {

        /** Returns its notation on the command line. */
        public String notation() {
            return kind.notationOf(name);
        }

        /** Returns its notation and who is in it, for people: {@code pid:7 (redis-server)}. */
        public String origin() {
            return notation() + (user.isEmpty() ? "" : " (" + user + ")");
        }
    }

    private NamespaceScanner() {
    }

    /**
     * Returns the host's own namespace first, then those with a name, then those of processes, by process id; not the empty one that nofin
     * itself lives in where that is not the host's.
     */
    public static List<FoundNamespace> scan() {
        NamespaceScanner scanner = new NamespaceScanner();
        scanner.add(HostNetwork.path(), true, TargetKind.HOST, "host", () -> "");
        entries(NAMED, "*").forEach(file -> scanner.add(file, true, TargetKind.NETNS, file.getFileName().toString(), () -> ""));
        for (Path process : entries(PROC, NUMBERS)) {
            String id = process.getFileName().toString();
            scanner.add(process.resolve("ns/net"), true, TargetKind.PID, id, () -> command(process));
            for (Path task : entries(process.resolve("task"), NUMBERS)) {
                scanner.add(task.resolve("ns/net"), false, TargetKind.PID, id, () -> "thread " + task.getFileName() + " of " + command(process));
            }
        }
        scanner.removeOwn();
        return List.copyOf(scanner.found.values());
    }

    /** Holds a namespace that was found; empty when it has ended meanwhile. */
    public static Optional<NetworkNamespace> open(FoundNamespace found) throws IOException {
        try {
            return Optional.of(NetworkNamespace.open(found.path()));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH || e.errno() == Errno.EINVAL) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void add(Path path, boolean isTarget, TargetKind kind, String name, Supplier<String> user) {
        try {
            NetworkNamespace.Id id = NetworkNamespace.Id.of(path);
            found.computeIfAbsent(id, key -> new FoundNamespace(kind, name, user.get(), path, isTarget));
        } catch (IOException e) {
            // The process ended meanwhile, is a zombie, or we must not look into it.
        }
    }

    private void removeOwn() {
        try {
            NetworkNamespace.Id own = NetworkNamespace.Id.of(OWN);
            if (!own.equals(NetworkNamespace.Id.of(HostNetwork.path()))) {
                found.remove(own);
            }
        } catch (IOException e) {
            // The host's is not to be seen, and not listed either.
        }
    }

    private static List<Path> entries(Path directory, String glob) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            return entries;                 // absent, or ended meanwhile
        }
        entries.sort((a, b) -> a.toString().length() == b.toString().length()
            ? a.compareTo(b) : Integer.compare(a.toString().length(), b.toString().length()));
        return entries;
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
