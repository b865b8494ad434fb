package io.nofin.scenario;

import io.nofin.unit.ByteCount;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a fault that say which packets it means. */
final class SelectorReader {

    static final List<String> KEYS = List.of(
        "peers", "ports", "local-ports", "remote-ports", "protocol", "direction", "interface", "filter", "longer-than", "shorter-than",
        "connections");

    private static final ExpectedForm INTERFACE = new ExpectedForm("an interface or a Docker network", "eth0");
    private static final ExpectedForm BYTES = new ExpectedForm("a number of bytes", "1400");
    private static final ExpectedForm FILTER = new ExpectedForm("a pcap-filter(7) expression", "\"tcp[tcpflags] & tcp-push != 0\"");

    private SelectorReader() {
    }

    /**
     * @param peers   reads the peers
     * @param filters compiles the filter
     */
    static Optional<Selector> read(Fields fault, PeerReader peers, FilterCheck filters) {
        List<Peer> others = fault.get("peers").map(peers::read).orElse(List.of());
        PortSet ports = ports(fault, "ports");
        PortSet localPorts = ports(fault, "local-ports");
        PortSet remotePorts = ports(fault, "remote-ports");
        Protocol protocol = fault.get("protocol").flatMap(value -> value.keyword(Protocol.values())).orElse(Protocol.ANY);
        Direction direction = fault.get("direction").flatMap(value -> value.keyword(Direction.values())).orElse(Direction.BOTH);
        Optional<String> interfaceName = fault.get("interface").flatMap(value -> value.parse(INTERFACE, Selector::checkInterface));
        Optional<String> filter = fault.get("filter").flatMap(value -> value.parse(FILTER, text -> {
            filters.check(Selector.checkFilter(text));
            return text;
        }));
        PacketLength length = length(fault);
        Optional<Connections> connections = fault.get("connections").flatMap(ConnectionsReader::read);
        return fault.get("protocol").orElse(fault.owner()).attempt(() -> new Selector(
            others, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter, length, connections));
    }

    private static PacketLength length(Fields fault) {
        Optional<ByteCount> longerThan = fault.get("longer-than").flatMap(value -> value.parse(BYTES, ByteCount::parse));
        Optional<ByteCount> shorterThan = fault.get("shorter-than").flatMap(value -> value.parse(BYTES, ByteCount::parse));
        return fault.get("shorter-than").or(() -> fault.get("longer-than"))
            .flatMap(value -> value.attempt(() -> PacketLength.between(longerThan, shorterThan))).orElse(PacketLength.ANY);
    }

    private static PortSet ports(Fields fault, String key) {
        return fault.get(key).map(value -> new PortSet(Value.distinct(
            value.oneOrMore(ExpectedForm.PORTS), item -> item.parse(ExpectedForm.PORTS, PortSet.Range::parse)))).orElse(PortSet.ALL);
    }
}
