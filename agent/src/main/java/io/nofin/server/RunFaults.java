package io.nofin.server;

import io.nofin.api.TruncatedList;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The hosts between which a run's faults stand, with targets in the notation of the command line, and {@code lab:NAME} for hosts of
 * its lab.
 */
final class RunFaults {

    private RunFaults() {
    }

    /** Returns an object for each fault. A partition has one for each member, with the members that it is cut from as peers. */
    static List<Map<String, Object>> of(Scenario scenario) {
        return scenario.faults().entrySet().stream().flatMap(fault -> objects(scenario, fault.getKey(), fault.getValue())).toList();
    }

    private static Stream<Map<String, Object>> objects(Scenario scenario, String name, Fault fault) {
        String direction = fault.selector().direction().name().toLowerCase(Locale.ROOT);
        return fault.between().stream().map(between -> object(name, fault, notations(scenario, between.on()), between.peers().stream()
            .map(peer -> peer instanceof Peer.Target target ? notation(scenario, target.name()) : peer.toString()).toList(), direction));
    }

    private static Map<String, Object> object(String name, Fault fault, List<String> on, List<String> peers, String direction) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("kind", fault.kind().word());
        object.put("effect", fault.describe());
        TruncatedList.of(on).put(object, "on");
        TruncatedList.of(peers).put(object, "peers");
        object.put("direction", direction);
        return object;
    }

    private static List<String> notations(Scenario scenario, List<String> names) {
        return names.stream().map(name -> notation(scenario, name)).toList();
    }

    private static String notation(Scenario scenario, String name) {
        return scenario.targets().containsKey(name) ? scenario.targets().get(name).toString() : "lab:" + name;
    }
}
