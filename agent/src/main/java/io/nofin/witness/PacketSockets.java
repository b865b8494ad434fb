package io.nofin.witness;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the processes that hold packet sockets in a namespace, by /proc/net/packet and the descriptors of processes; see packet(7)
 * and proc(5). Sockets that read by a ring of shared memory are left out, tcpdump's among them: they watch, and do not speak a
 * protocol. So are nofin's own, also while a program that nofin starts has them still open, and those that receive no IP packets.
 */
final class PacketSockets {

    private static final Path TABLE = Path.of("/proc/thread-self/net/packet");
    private static final int PROTOCOL = 3;      // columns of the table
    private static final int INODE = 8;
    private static final List<String> OF_IP = List.of("0003", "0800", "86dd", "0000");      // all, IPv4, IPv6; the last only sends
    private static final String OWN = "io.nofin.";
    private static final String UNKNOWN = "a process that cannot be seen";

    private PacketSockets() {
    }

    /** Returns the processes, by command and process id; none where nobody has such a socket or the namespace has gone. */
    static List<String> of(NetworkNamespace namespace) {
        try {
            List<String> inodes = namespace.call(PacketSockets::inodes);
            return inodes.isEmpty() ? List.of() : owners(inodes);
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static List<String> inodes() throws IOException {
        List<String> inodes = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length > INODE && OF_IP.contains(columns[PROTOCOL])) {
                inodes.add("socket:[" + columns[INODE] + "]");
            }
        }
        return inodes;
    }

    private static List<String> owners(List<String> sockets) throws IOException {
        Map<String, String> owners = new HashMap<>();
        sockets.forEach(socket -> owners.put(socket, UNKNOWN));
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit)).toList()) {
                owned(process, owners);
            }
        }
        return owners.values().stream().filter(owner -> !owner.isEmpty()).distinct().toList();
    }

    /** Adds the sockets of a process. One holder that only watches speaks for all that share the socket. Processes come and go meanwhile. */
    private static void owned(Path process, Map<String, String> owners) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String socket = target(descriptor);
                if (!owners.getOrDefault(socket, "").isEmpty()) {
                    boolean watches = isNofin(process) || Files.readString(process.resolve("maps")).contains(socket);
                    owners.put(socket, watches ? "" : Files.readString(process.resolve("comm")).trim() + " (pid " + process.getFileName() + ")");
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            return;
        }
    }

    private static boolean isNofin(Path process) throws IOException {
        return process.getFileName().toString().equals(Long.toString(ProcessHandle.current().pid()))
            || Files.readString(process.resolve("cmdline")).contains(OWN);
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
