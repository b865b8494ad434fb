package io.nofin.plan;

import io.nofin.scenario.PortSet;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.stream.Stream;

/** Packets that no fault may touch in a namespace, whatever the scenario says. */
public sealed interface Exemption {

    /** Returns matches in the syntax of iptables(8); each of them stands for packets that are exempt. */
    List<List<String>> matches(IpFamily family, Side side);

    /** One TCP connection: the one that a person works through. */
    record Connection(IpNetwork local, int localPort, IpNetwork remote, int remotePort) implements Exemption {

        @Override
        public List<List<String>> matches(IpFamily family, Side side) {
            IpNetwork source = side == Side.EGRESS ? local : remote;
            IpNetwork destination = side == Side.EGRESS ? remote : local;
            return family != local.family() ? List.of() : List.of(List.of("-s", source.toString(), "-d", destination.toString(),
                "-p", "tcp", "-m", "tcp",
                "--sport", Integer.toString(side == Side.EGRESS ? localPort : remotePort),
                "--dport", Integer.toString(side == Side.EGRESS ? remotePort : localPort)));
        }
    }

    /** All packets to and from a network. */
    record Peer(IpNetwork network) implements Exemption {

        @Override
        public List<List<String>> matches(IpFamily family, Side side) {
            return family != network.family() ? List.of() : List.of(List.of(side == Side.EGRESS ? "-d" : "-s", network.toString()));
        }
    }

    /** All TCP and UDP packets with one of these ports at either end. */
    record Ports(PortSet ports) implements Exemption {

        @Override
        public List<List<String>> matches(IpFamily family, Side side) {
            return Stream.of("tcp", "udp").flatMap(protocol -> SelectorRules.multiport("--ports", ports).stream()
                .map(match -> Stream.concat(Stream.of("-p", protocol), match.stream()).toList())).toList();
        }
    }

    /** All TCP and UDP packets of one port of the namespace itself, whatever is at the other end: the one that nofin asks name servers from. */
    record LocalPort(int number) implements Exemption {

        @Override
        public List<List<String>> matches(IpFamily family, Side side) {
            PortSet ports = new PortSet(List.of(new PortSet.Range(number, number)));
            return Stream.of("udp", "tcp").flatMap(protocol -> SelectorRules.multiport(side == Side.EGRESS ? "--sports" : "--dports", ports).stream()
                .map(match -> Stream.concat(Stream.of("-p", protocol), match.stream()).toList())).toList();
        }
    }
}
