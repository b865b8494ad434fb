package io.nofin.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the TCP ports that somebody listens on in the calling thread's namespace, without connecting to any; see proc_pid_net(5). */
final class ListeningPorts {

    private static final List<Path> TABLES = List.of(Path.of("/proc/thread-self/net/tcp"), Path.of("/proc/thread-self/net/tcp6"));
    private static final int LOCAL_ADDRESS = 1;         // the field's index from 0: 0100007F:18EB
    private static final int STATE = 3;
    private static final String LISTEN = "0A";

    private ListeningPorts() {
    }

    static Set<Integer> read() throws IOException {
        Set<Integer> ports = new HashSet<>();
        for (Path table : TABLES) {
            try {
                ports.addAll(parse(Files.readAllLines(table)));
            } catch (NoSuchFileException e) {
                continue;       // the kernel has no IPv6
            }
        }
        return ports;
    }

    static Set<Integer> parse(List<String> lines) {
        Set<Integer> ports = new HashSet<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] fields = line.trim().split("\\s+");
            if (fields[STATE].equals(LISTEN)) {
                String local = fields[LOCAL_ADDRESS];
                ports.add(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16));
            }
        }
        return ports;
    }
}
