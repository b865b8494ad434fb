package io.nofin.probe;

import io.nofin.scenario.Check;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Chooses the contact for each kind of check. */
public final class Contacts {

    /** Tells the address that a scenario means by the name of a host: that one is connected to, whatever the name means later. */
    @FunctionalInterface
    public interface Addresses {

        /** What this host's resolver says. */
        Addresses RESOLVED = (host, port) -> InetAddress.getByName(host);

        /** @throws IOException when there is none, or nobody may connect there */
        InetAddress of(String host, int port) throws IOException;
    }

    private Contacts() {
    }

    /** @param name names the probe in threads */
    public static Contact of(String name, Probe probe, Addresses addresses) throws IOException {
        Check check = probe.check();
        if (check instanceof Check.Tcp tcp) {
            return new TcpContact(address(tcp.to(), addresses));
        }
        if (check instanceof Check.Hold hold) {
            return new HoldContact(name, address(hold.to(), addresses), probe.every(), Optional.empty());
        }
        if (check instanceof Check.Udp udp) {
            return new UdpContact(address(udp.to(), addresses));
        }
        if (check instanceof Check.Http http) {
            return new HttpContact(http, address(http.url().server(), addresses));
        }
        if (check instanceof Check.Exec exec) {
            return new ExecContact(exec.command());
        }
        throw new IllegalStateException("a kind of check without a contact: " + check.kind());
    }

    /** Begins with a connection that is held already, and stays the caller's; when it has ended, opens others. */
    public static Contact holding(HoldProbe connection) {
        return new HoldContact(connection.name(), connection.remote(), connection.every(), Optional.of(connection));
    }

    private static InetSocketAddress address(Endpoint to, Addresses addresses) throws IOException {
        return new InetSocketAddress(addresses.of(to.host(), to.port()), to.port());
    }
}
