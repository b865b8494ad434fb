package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Quoted;
import io.nofin.unit.Remedy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The packets that a fault hits: those that meet all conditions.
 *
 * @param peers         the other ends; empty means any
 * @param ports         ports at either end; empty means all
 * @param localPorts    ports at the target's end; empty means all
 * @param remotePorts   ports at the peer's end; empty means all
 * @param interfaceName the target's interface, a prefix of interfaces ({@code eth+}), or the name of a Docker network; empty means
 *                      all but loopback
 * @param filter        a pcap-filter(7) expression on the packet from its IP header on; one line, 1 to 1000 characters
 * @param connections   the share of connections; empty means all packets
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

    /** Creates a selector of packets of any length, and of all connections. */
    public Selector(List<Peer> peers, PortSet ports, PortSet localPorts, PortSet remotePorts, Protocol protocol, Direction direction,
            Optional<String> interfaceName, Optional<String> filter) {
        this(peers, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter, PacketLength.ANY, Optional.empty());
    }

    /**
     * Checks the name of an interface. The kernel accepts nearly any bytes (dev_valid_name() in net/core/dev.c); names with a meaning
     * in a shell are refused here. A trailing plus is a wildcard, as in iptables(8). A name that is too long for an interface is a
     * Docker network's.
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

    /** Tells whether a rule for {@code wanted} matches packets of an interface. A trailing plus makes it a prefix. */
    public static boolean matchesInterface(String wanted, String name) {
        return wanted.endsWith("+") ? name.startsWith(wanted.substring(0, wanted.length() - 1)) : wanted.equals(name);
    }

    /** Tells whether packets of an interface are selected. */
    public boolean isOnInterface(String name) {
        return interfaceName.map(wanted -> matchesInterface(wanted, name)).orElse(!name.equals(LOOPBACK));
    }

    /** @throws BadValueException when the text cannot be an expression; libpcap checks the rest */
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

    /** Returns a selector of every packet but loopback's, in both directions. */
    public static Selector all() {
        return new Selector(List.of(), PortSet.ALL, PortSet.ALL, PortSet.ALL, Protocol.ANY, Direction.BOTH,
            Optional.empty(), Optional.empty());
    }

    /** Returns a selector of the same packets, narrowed by length and connections. */
    public Selector narrowed(PacketLength lengths, Optional<Connections> share) {
        return new Selector(peers, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter, lengths, share);
    }

    public boolean hasPorts() {
        return !(ports.isEmpty() && localPorts.isEmpty() && remotePorts.isEmpty());
    }

    /** Tells whether only protocols that have ports are selected, whatever {@code protocol} is; with connections, TCP and UDP. */
    public boolean hasTransport() {
        return hasPorts() || connections.isPresent();
    }

    Selector withProtocol(Protocol other) {
        return Builder.of(this).protocol(other).build();
    }

    /** Returns a selector of the same packets on another interface. */
    public Selector withInterface(String other) {
        return Builder.of(this).interfaceName(other).build();
    }

    public Selector withPeers(List<Peer> others) {
        return Builder.of(this).peers(others).build();
    }

    /** Builds a {@link Selector}, from that of every packet or from another one. Not thread-safe. */
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

        /** Returns a builder that begins with another selector. */
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

        /** Removes the condition on the length. */
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
