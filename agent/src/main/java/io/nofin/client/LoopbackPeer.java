package io.nofin.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Finds the user whose process is at the other end of a TCP connection over loopback, from the tables of proc(5). */
final class LoopbackPeer {

    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int USER = 7;

    private LoopbackPeer() {
    }

    /**
     * Returns the user who created the socket.
     *
     * @param port the peer's
     * @param here this end's
     * @return empty when the peer has closed its socket already: then the kernel no longer knows
     */
    static OptionalInt user(int port, int here) throws IOException {
        for (Path table : TABLES) {
            if (Files.exists(table)) {              // the table is missing where IPv6 is off
                try (Stream<String> lines = Files.lines(table)) {
                    OptionalInt user = lines.skip(1).map(line -> line.strip().split("\\s+"))
                        .filter(row -> port(row[LOCAL]) == port && port(row[REMOTE]) == here && row[STATE].equals(ESTABLISHED))
                        .mapToInt(row -> Integer.parseUnsignedInt(row[USER])).findFirst();
                    if (user.isPresent()) {
                        return user;
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Parses the port of an address such as {@code 0100007F:1D10}. */
    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
}
