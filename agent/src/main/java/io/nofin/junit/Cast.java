package io.nofin.junit;

import io.nofin.scenario.Peer;
import io.nofin.scenario.TargetSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The targets of one fault, each by a name of its own. Not thread-safe. */
final class Cast {

    private final Map<String, TargetSpec> targets = new LinkedHashMap<>();

    Map<String, TargetSpec> targets() {
        return targets;
    }

    /** Its name in the scenario; one that is there already keeps it. */
    String add(FaultTarget target) {
        for (Map.Entry<String, TargetSpec> known : targets.entrySet()) {
            if (known.getValue().equals(target.spec())) {
                return known.getKey();
            }
        }
        String name = target.name();
        for (int number = 2; targets.containsKey(name); number++) {
            name = "target-" + number;
        }
        targets.put(name, target.spec());
        return name;
    }

    Peer add(Meaning.Other other) {
        return other.target().<Peer>map(target -> new Peer.Target(add(target))).orElse(other.peer());
    }
}
