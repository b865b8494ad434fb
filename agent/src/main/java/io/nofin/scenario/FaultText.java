package io.nofin.scenario;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Describes a fault and its targets in a line: {@code drop: silent to docker:redis, port 6379}. */
final class FaultText {

    private static final int MENTIONED = 4;

    private FaultText() {
    }

    static String of(Fault.OnTargets fault, UnaryOperator<String> names) {
        List<String> peers = fault.selector().peers().stream()
            .map(peer -> peer instanceof Peer.Target named ? names.apply(named.name()) : peer.toString()).toList();
        return fault.describe() + (peers.isEmpty() ? "" : " to " + mentioned(peers)) + narrowed(fault.selector());
    }

    static String of(Fault.Partition fault, UnaryOperator<String> names) {
        return fault.describe() + " of " + fault.groups().stream().map(group -> mentioned(group.stream().map(names).toList()))
            .collect(Collectors.joining(" / ")) + narrowed(fault.selector());
    }

    private static String narrowed(Selector selector) {
        return ports(", port ", selector.ports()) + ports(", local port ", selector.localPorts()) + ports(", remote port ", selector.remotePorts())
            + (selector.protocol() == Protocol.ANY ? "" : ", " + selector.protocol().word())
            + (selector.direction() == Direction.BOTH ? "" : ", " + selector.direction().word());
    }

    private static String ports(String what, PortSet ports) {
        return ports.isEmpty() ? "" : what + mentioned(ports.ranges().stream().map(PortSet.Range::toString).toList());
    }

    private static String mentioned(List<String> all) {
        return all.stream().limit(MENTIONED).collect(Collectors.joining(", ")) + (all.size() > MENTIONED ? " and " + (all.size() - MENTIONED) + " more" : "");
    }
}
