package io.nofin.run;

import io.nofin.linux.HeldSockets;
import io.nofin.linux.HostNetwork;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.plan.Exemption;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The SSH sessions through which users may fault this host, which must not be cut off. See ssh(1). */
final class SshSession {

    private static final String VARIABLE = "SSH_CONNECTION=";

    private SshSession() {
    }

    /**
     * Returns the sessions of this process's ancestors, and of all processes that are connected to it by a unix socket now, as
     * clients of the agent are. When a client's number has been reused, one connection more than needed is exempt.
     */
    static List<Exemption> exemptions() throws IOException {
        return Stream.concat(Stream.of(ProcessHandle.current()), clients().stream())
            .flatMap(SshSession::lineage)
            .map(ProcessHandle::pid).distinct()
            .flatMap(SshSession::environment)
            .filter(entry -> entry.startsWith(VARIABLE))
            .map(entry -> parse(entry.substring(VARIABLE.length())))
            .flatMap(Optional::stream)
            .distinct().toList();
    }

    private static List<ProcessHandle> clients() throws IOException {
        Set<Long> own = HeldSockets.of(ProcessHandle.current().pid());
        Set<Long> others = new HashSet<>();
        try (SocketDiag diag = HostNetwork.call(SocketDiag::open)) {
            diag.unixPeers().forEach((socket, peer) -> {
                if (own.contains(socket) && !own.contains(peer)) {
                    others.add(peer);
                }
            });
        }
        return others.isEmpty() ? List.of()
            : ProcessHandle.allProcesses().filter(process -> !Collections.disjoint(HeldSockets.of(process.pid()), others)).toList();
    }

    /** Returns the process and its ancestors, since sudo(8) removes the variable from the nearest. */
    private static Stream<ProcessHandle> lineage(ProcessHandle youngest) {
        return Stream.iterate(Optional.of(youngest), Optional::isPresent, process -> process.flatMap(ProcessHandle::parent))
            .flatMap(Optional::stream);
    }

    /**
     * Parses {@code client-address client-port server-address server-port}. Link-local addresses have their interface behind a
     * percent sign.
     */
    static Optional<Exemption> parse(String connection) {
        String[] parts = connection.split(" ");
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Exemption.Connection(address(parts[2]), Integer.parseInt(parts[3]),
                address(parts[0]), Integer.parseInt(parts[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();        // another program's variable of that name
        }
    }

    private static IpNetwork address(String written) {
        return IpNetwork.parse(written.replaceAll("%.*", ""));
    }

    private static Stream<String> environment(long pid) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            return Stream.empty();          // ended, or not readable for this user
        }
    }
}
