package io.nofin.witness;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the processes that hold packet sockets in a namespace, by /proc/net/packet and the descriptors of processes; see packet(7)
 * and proc(5). Sockets that read by a ring of shared memory are left out, tcpdump's among them: they watch, and do not speak a
 * protocol. So are nofin's own, also while a program that nofin starts has them still open, and those that receive no IP packets.
 */
final class PacketSockets implements AutoCloseable {

    private static final Path TABLE = Path.of("/proc/thread-self/net/packet");
    private static final int ALL_EVERY = 10;
    private static final int PIECE = 4096;
    private static final int PROTOCOL = 3;      // columns of the table
    private static final int INODE = 8;
    private static final List<String> OF_IP = List.of("0003", "0800", "86dd", "0000");      // all, IPv4, IPv6; the last only sends
    private static final String OWN = "io.nofin.";
    private static final Path OWN_PROCESS = Path.of("/proc", Long.toString(ProcessHandle.current().pid()));
    private static final String UNKNOWN = "a process that cannot be seen";

    private final Optional<RandomAccessFile> table;
    private List<String> before = List.of();
    private int looks;

    private PacketSockets(Optional<RandomAccessFile> table) {
        this.table = table;
    }

    /** Opens the table of a namespace, which it goes on to show whoever reads it, and which holds the namespace until this is closed. */
    static PacketSockets watch(NetworkNamespace namespace) {
        try {
            return new PacketSockets(Optional.of(namespace.call(() -> new RandomAccessFile(TABLE.toFile(), "r"))));
        } catch (IOException gone) {
            return new PacketSockets(Optional.empty());
        }
    }

    /**
     * Returns the processes that have sockets now which they had not when this was asked last, by command and process id, and at every tenth
     * time all that have some: sockets are handed on. None where nobody has such a socket or the namespace has gone. One thread at a time.
     */
    List<String> owners() {
        try {
            List<String> now = table.isPresent() ? inodes(table.get()) : List.of();
            boolean isAll = looks++ % ALL_EVERY == 0;
            List<String> fresh = now.stream().filter(inode -> isAll || !before.contains(inode)).toList();
            before = now;
            return fresh.isEmpty() ? List.of() : owners(fresh);
        } catch (IOException gone) {
            return List.of();
        }
    }

    @Override
    public void close() {
        try {
            if (table.isPresent()) {
                table.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a file that was read", e);
        }
    }

    private static List<String> inodes(RandomAccessFile table) throws IOException {
        table.seek(0);
        byte[] text = new byte[PIECE];
        int length = 0;
        for (int count = table.read(text); count > 0; count = table.read(text, length, text.length - length)) {
            length += count;
            text = length == text.length ? Arrays.copyOf(text, 2 * length) : text;
        }
        List<String> inodes = new ArrayList<>();
        for (String line : new String(text, 0, length, StandardCharsets.US_ASCII).split("\n")) {
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
        owned(OWN_PROCESS, owners);         // nearly always all: nobody else's descriptors need be read then
        if (owners.values().stream().allMatch(String::isEmpty)) {
            return List.of();
        }
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
        return process.equals(OWN_PROCESS)
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
