package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds every network namespace that has a name or a thread in it, each once. */
public final class NamespaceScanner {

    private static final Path NAMED = Path.of("/run/netns");
    private static final Path OWN = Path.of("/proc/self/ns/net");
    private static final Path PROC = Path.of("/proc");
    private static final String NUMBERS = "[0-9]*";

    private final Map<NetworkNamespace.Id, Found> found = new LinkedHashMap<>();

    /**
     * A namespace, not held.
     *
     * @param origin in the notation of the command line
     */
    public record Found(String origin, Path path) {
    }

    private NamespaceScanner() {
    }

    /** The host's own first, then those with a name, then those of processes, by process number. */
    public static List<Found> scan() {
        NamespaceScanner scanner = new NamespaceScanner();
        scanner.add(OWN, () -> "host");
        entries(NAMED, "*").forEach(file -> scanner.add(file, () -> "netns:" + file.getFileName()));
        for (Path process : entries(PROC, NUMBERS)) {
            for (Path task : entries(process.resolve("task"), NUMBERS)) {
                scanner.add(task.resolve("ns/net"), () -> "pid:" + process.getFileName() + " (" + command(process) + ")");
            }
        }
        return List.copyOf(scanner.found.values());
    }

    private void add(Path path, Supplier<String> origin) {
        try {
            NetworkNamespace.Id id = NetworkNamespace.Id.of(path);
            found.computeIfAbsent(id, any -> new Found(origin.get(), path));
        } catch (IOException e) {
            // It ended meanwhile, is a zombie, or is not ours to look into.
        }
    }

    private static List<Path> entries(Path directory, String glob) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            return entries;                 // not there, or ended meanwhile
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
