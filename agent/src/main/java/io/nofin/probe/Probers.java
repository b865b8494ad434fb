package io.nofin.probe;

import io.nofin.linux.HostNetwork;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Chooses the contact for each kind of check. */
public final class Probers {

    /**
     * Resolves a host name as the scenario means it. The address is the one connected to, even if the name resolves to another one
     * later.
     */
    @FunctionalInterface
    public interface Addresses {

        /** Resolves names with this host's resolver, and takes its first answer. */
        Addresses RESOLVED = (host, port) -> HostNetwork.addresses(host).get(0);

        /** @throws IOException when the name has no address, or connecting to it is not allowed */
        InetAddress of(String host, int port) throws IOException;
    }

    private Probers() {
    }

    /** @param name the probe's name, which its threads carry */
    public static Prober of(String name, Probe probe, Addresses addresses) throws IOException {
        ProbeKind check = probe.check();
        if (check instanceof ProbeKind.Tcp tcp) {
            return new TcpProber(address(tcp.to(), addresses));
        }
        if (check instanceof ProbeKind.Hold hold) {
            return new HoldProber(name, address(hold.to(), addresses), probe.every(), Optional.empty());
        }
        if (check instanceof ProbeKind.Udp udp) {
            return new UdpProber(address(udp.to(), addresses));
        }
        if (check instanceof ProbeKind.Http http) {
            return new HttpProber(http, address(http.url().server(), addresses));
        }
        if (check instanceof ProbeKind.Exec exec) {
            return new ExecProber(exec.command());
        }
        throw new IllegalStateException("a kind of check without a contact: " + check.kind());
    }

    /**
     * Returns a contact that begins with a connection that is open already, and that the caller still closes; when it has ended, the
     * contact opens others.
     */
    public static Prober holding(HoldProbe connection) {
        return new HoldProber(connection.name(), connection.remote(), connection.every(), Optional.of(connection));
    }

    private static InetSocketAddress address(Endpoint to, Addresses addresses) throws IOException {
        return new InetSocketAddress(addresses.of(to.host(), to.port()), to.port());
    }
}
