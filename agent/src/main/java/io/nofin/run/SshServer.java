package io.nofin.run;

import io.nofin.linux.HeldSockets;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import io.nofin.plan.Exemption;
import io.nofin.scenario.PortSet;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The open SSH connections to a host, which stay open when the host is faulted. A server is whatever listens on port 22, and an
 * sshd(8) or dropbear(8) that listens, or has a connection to a listening port, as systemd may listen for it.
 */
final class SshServer {

    private static final Set<String> PROGRAMS = Set.of("sshd", "sshd-session", "sshd-auth", "dropbear");
    private static final int PORT = 22;

    /** The number of connections beyond which the whole port is exempt, since each takes two rules in each chain. */
    private static final int MOST_CONNECTIONS = 64;

    private SshServer() {
    }

    static List<Exemption> exemptions(NetworkNamespace host) throws IOException {
        List<TcpSocket> sockets = host.call(() -> {
            try (SocketDiag diag = SocketDiag.open()) {
                return diag.tcpSockets();
            }
        });
        List<Exemption> exemptions = new ArrayList<>();
        for (int port : ports(sockets)) {
            List<TcpSocket> connections = sockets.stream()
                .filter(socket -> socket.state() == TcpState.ESTABLISHED && socket.local().getPort() == port).toList();
            if (connections.size() > MOST_CONNECTIONS) {
                exemptions.add(new Exemption.Ports(new PortSet(List.of(new PortSet.Range(port, port)))));
            } else {
                connections.forEach(connection -> exemptions.add(exemption(connection)));
            }
        }
        return exemptions;
    }

    private static Set<Integer> ports(List<TcpSocket> sockets) {
        Set<Long> held = held();
        Set<Integer> listening = sockets.stream().filter(socket -> socket.state() == TcpState.LISTEN)
            .map(socket -> socket.local().getPort()).collect(Collectors.toSet());
        return sockets.stream().filter(socket -> socket.local().getPort() == PORT || held.contains(socket.inode()))
            .map(socket -> socket.local().getPort()).filter(listening::contains).collect(Collectors.toSet());
    }

    /** Returns the inodes of the sockets of all servers. */
    private static Set<Long> held() {
        Set<Long> held = new HashSet<>();
        ProcessHandle.allProcesses().filter(process -> PROGRAMS.contains(name(process.pid())))
            .forEach(process -> held.addAll(HeldSockets.of(process.pid())));
        return held;
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
        } catch (IOException e) {
            return "";          // the process has ended
        }
    }

    private static Exemption exemption(TcpSocket connection) {
        return new Exemption.Connection(IpNetwork.of(connection.local().getAddress()), connection.local().getPort(),
            IpNetwork.of(connection.remote().getAddress()), connection.remote().getPort());
    }
}
