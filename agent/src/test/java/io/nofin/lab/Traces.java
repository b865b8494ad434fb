package io.nofin.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The traces that a lab would leave behind, as /proc tells of them. */
final class Traces {

    private static final Path PROC = Path.of("/proc");

    private Traces() {
    }

    /** Returns the network and mount namespaces that any process of the machine is in, as {@code net:[4026531833]}. */
    static Set<String> namespacesOfProcesses() {
        Set<String> namespaces = new TreeSet<>();
        processes().forEach(process -> {
            addLink(process.resolve("ns/net"), namespaces);
            addLink(process.resolve("ns/mnt"), namespaces);
        });
        return namespaces;
    }

    /** Returns the network and mount namespace of one process. */
    static Set<String> namespacesOf(long pid) {
        Set<String> namespaces = new TreeSet<>();
        addLink(PROC.resolve(pid + "/ns/net"), namespaces);
        addLink(PROC.resolve(pid + "/ns/mnt"), namespaces);
        return namespaces;
    }

    /** Returns the network namespaces that this process holds by a descriptor. */
    static Set<String> namespacesHeld() throws IOException {
        Set<String> namespaces = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            descriptors.forEach(descriptor -> addLink(descriptor, namespaces));
        }
        namespaces.removeIf(link -> !link.startsWith("net:["));
        return namespaces;
    }

    /** Returns the processes below this one, apart from those that other tests keep, such as a Docker daemon. */
    static Set<Long> descendants(Set<Long> others) {
        Set<Long> pids = ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
        pids.removeAll(others);
        return pids;
    }

    /** Returns the session that a process is in; -1 when it has ended. */
    static int session(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Returns whether a process is running, and not just waiting for its parent to notice that it has ended. */
    static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<Path> processes() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addLink(Path link, Set<String> targets) {
        try {
            targets.add(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            // ended, closed, or init's, which security modules may hide
        }
    }
}
