package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Quoted;
import io.nofin.unit.Remedy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which packets a fault means: those for which every part holds.
 *
 * @param peers       the other ends; empty means everyone
 * @param ports       at either end; empty means all
 * @param localPorts  at the target's end; empty means all
 * @param remotePorts at the peer's end; empty means all
 * @param interfaceName the target's interface, several that begin alike ({@code eth+}), or the name of a Docker network; without one, all
 *                      but loopback
 * @param filter      a pcap-filter(7) expression on the packet from its IP header on; one line, 1 to 1000 characters
 * @param connections which share of the connections; without, packets are meant whatever they belong to
 */
public record Selector(
        List<Peer> peers,
        PortSet ports,
        PortSet localPorts,
        PortSet remotePorts,
        Protocol protocol,
        Direction direction,
        Optional<String> interfaceName,
        Optional<String> filter,
        PacketLength length,
        Optional<Connections> connections) {

    public static final String LOOPBACK = "lo";

    private static final Pattern INTERFACE = Pattern.compile("(?!-|\\.\\.?$)[A-Za-z0-9._@-]{1,15}|(?!-)[A-Za-z0-9._@-]{1,14}\\+");
    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final int LONGEST_FILTER = 1_000;

    public Selector {
        peers = List.copyOf(peers);
        boolean somePorts = !(ports.isEmpty() && localPorts.isEmpty() && remotePorts.isEmpty());
        if (somePorts && !protocol.hasPorts()) {
            throw new BadValueException(protocol.word() + " has no ports", Remedy.of("leave the ports out, or write", "protocol", "tcp, udp or sctp"));
        }
        if (connections.isPresent() && !protocol.hasConnections()) {
            throw new BadValueException(protocol.word() + " has no connections that nofin knows",
                Remedy.of("leave connections out, or write", "protocol", "tcp or udp"));
        }
        interfaceName.ifPresent(Selector::checkInterface);
        filter.ifPresent(Selector::checkFilter);
    }

    /** Packets of any length, and of all connections. */
    public Selector(List<Peer> peers, PortSet ports, PortSet localPorts, PortSet remotePorts, Protocol protocol, Direction direction,
            Optional<String> interfaceName, Optional<String> filter) {
        this(peers, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter, PacketLength.ANY, Optional.empty());
    }

    /**
     * The kernel takes nearly any bytes for an interface's name (dev_valid_name() in net/core/dev.c); only those are taken
     * here that mean nothing else to a shell. A trailing plus is a wildcard, as in iptables(8). What is longer than a name can be is
     * a Docker network.
     *
     * @throws BadValueException for any other name
     */
    static String checkInterface(String name) {
        if (!INTERFACE.matcher(name).matches() && !NETWORK.matcher(name).matches()) {
            throw new BadValueException("not an interface: " + Quoted.of(name),
                "write 1 to 15 letters, digits, '.', '_', '@' or '-', for example eth0, with a plus, eth+, for all that begin so,"
                    + " or the name of a Docker network");
        }
        return name;
    }

    /** Whether a rule for {@code wanted} matches packets of an interface; a trailing plus means all that begin so. */
    public static boolean matchesInterface(String wanted, String name) {
        return wanted.endsWith("+") ? name.startsWith(wanted.substring(0, wanted.length() - 1)) : wanted.equals(name);
    }

    /** Whether packets of an interface are meant. */
    public boolean isOnInterface(String name) {
        return interfaceName.map(wanted -> matchesInterface(wanted, name)).orElse(!name.equals(LOOPBACK));
    }

    /** @throws BadValueException when it cannot be an expression; whether it is one, only libpcap knows */
    static String checkFilter(String filter) {
        if (filter.isBlank()) {
            throw new BadValueException("the filter is empty", "write a pcap-filter(7) expression, or leave it out");
        }
        if (filter.length() > LONGEST_FILTER) {
            throw new BadValueException("the filter is " + filter.length() + " characters long",
                "write " + LONGEST_FILTER + " at most");
        }
        if (!Quoted.isPlain(filter)) {
            throw new BadValueException("the filter has a control character in it", "write it on one line, without tabs");
        }
        return filter;
    }

    /** Every packet but loopback's, both ways. */
    public static Selector all() {
        return new Selector(List.of(), PortSet.ALL, PortSet.ALL, PortSet.ALL, Protocol.ANY, Direction.BOTH,
            Optional.empty(), Optional.empty());
    }

    /** The same packets, if they are of such a length and of such connections. */
    public Selector narrowed(PacketLength lengths, Optional<Connections> share) {
        return new Selector(peers, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter, lengths, share);
    }

    public boolean hasPorts() {
        return !(ports.isEmpty() && localPorts.isEmpty() && remotePorts.isEmpty());
    }

    /** Whether it means alone the protocols that have ports, whatever the protocol says; with connections, TCP and UDP. */
    public boolean hasTransport() {
        return hasPorts() || connections.isPresent();
    }

    Selector withProtocol(Protocol other) {
        return Builder.of(this).protocol(other).build();
    }

    /** The same packets, by another interface. */
    public Selector withInterface(String other) {
        return Builder.of(this).interfaceName(other).build();
    }

    public Selector withPeers(List<Peer> others) {
        return Builder.of(this).peers(others).build();
    }

    /** Puts a {@link Selector} together, from that of every packet or from another one. Not thread-safe. */
    public static final class Builder {

        private List<Peer> peers = List.of();
        private PortSet ports = PortSet.ALL;
        private PortSet localPorts = PortSet.ALL;
        private PortSet remotePorts = PortSet.ALL;
        private Protocol protocol = Protocol.ANY;
        private Direction direction = Direction.BOTH;
        private Optional<String> interfaceName = Optional.empty();
        private Optional<String> filter = Optional.empty();
        private Optional<ByteCount> longerThan = Optional.empty();
        private Optional<ByteCount> shorterThan = Optional.empty();
        private Optional<Connections> connections = Optional.empty();

        /** Returns a builder that begins with what another selector means. */
        public static Builder of(Selector selector) {
            Builder builder = new Builder();
            builder.peers = selector.peers;
            builder.ports = selector.ports;
            builder.localPorts = selector.localPorts;
            builder.remotePorts = selector.remotePorts;
            builder.protocol = selector.protocol;
            builder.direction = selector.direction;
            builder.interfaceName = selector.interfaceName;
            builder.filter = selector.filter;
            builder.longerThan = selector.length.longerThan();
            builder.shorterThan = selector.length.shorterThan();
            builder.connections = selector.connections;
            return builder;
        }

        public Builder peers(List<Peer> value) {
            peers = value;
            return this;
        }

        public Builder ports(PortSet value) {
            ports = value;
            return this;
        }

        public Builder localPorts(PortSet value) {
            localPorts = value;
            return this;
        }

        public Builder remotePorts(PortSet value) {
            remotePorts = value;
            return this;
        }

        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        public Builder direction(Direction value) {
            direction = value;
            return this;
        }

        public Builder interfaceName(String value) {
            interfaceName = Optional.of(value);
            return this;
        }

        public Builder filter(String value) {
            filter = Optional.of(value);
            return this;
        }

        public Builder longerThan(ByteCount value) {
            longerThan = Optional.of(value);
            return this;
        }

        public Builder shorterThan(ByteCount value) {
            shorterThan = Optional.of(value);
            return this;
        }

        public Builder connections(Connections value) {
            connections = Optional.of(value);
            return this;
        }

        /** Takes packets of any length again. */
        void anyLength() {
            longerThan = Optional.empty();
            shorterThan = Optional.empty();
        }

        /** @throws BadValueException when no packet has such a length */
        PacketLength length() {
            return PacketLength.between(longerThan, shorterThan);
        }

        /** @throws BadValueException when the parts do not go together */
        public Selector build() {
            return new Selector(peers, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter, length(), connections);
        }
    }
}
