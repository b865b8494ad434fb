package io.nofin.run;

import io.nofin.journal.RunCard;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What faults do and to whom, in a line: {@code drop: silent to docker:redis, port 6379}. */
final class FaultWords {

    private static final int MENTIONED = 4;

    private FaultWords() {
    }

    /** Of all faults of a scenario. */
    static RunCard card(Scenario scenario, String owner) {
        Map<String, String> faults = new LinkedHashMap<>();
        scenario.faults().forEach((name, fault) -> faults.put(name, words(scenario, fault)));
        return new RunCard(owner, faults);
    }

    private static String words(Scenario scenario, Fault fault) {
        if (fault instanceof Fault.Partition partition) {
            return "partition of " + partition.groups().stream()
                .map(group -> some(group.stream().map(name -> target(scenario, name)).toList())).collect(Collectors.joining(" / "))
                + narrowed(partition.selector());
        }
        Fault.OnTargets on = (Fault.OnTargets) fault;
        List<String> peers = on.selector().peers().stream().map(peer -> peer instanceof Peer.Target named ? target(scenario, named.name()) : peer.toString()).toList();
        return on.what() + (peers.isEmpty() ? "" : " to " + some(peers)) + narrowed(on.selector());
    }

    private static String narrowed(Selector selector) {
        return ports(", port ", selector.ports()) + ports(", local port ", selector.localPorts()) + ports(", remote port ", selector.remotePorts())
            + (selector.protocol() == Protocol.ANY ? "" : ", " + selector.protocol().word())
            + (selector.direction() == Direction.BOTH ? "" : ", " + selector.direction().word());
    }

    private static String ports(String what, PortSet ports) {
        return ports.isEmpty() ? "" : what + some(ports.ranges().stream().map(PortSet.Range::toString).toList());
    }

    private static String target(Scenario scenario, String name) {
        return scenario.target(name).map(Object::toString).orElse(name);
    }

    private static String some(List<String> all) {
        return all.stream().limit(MENTIONED).collect(Collectors.joining(", ")) + (all.size() > MENTIONED ? " and " + (all.size() - MENTIONED) + " more" : "");
    }
}
