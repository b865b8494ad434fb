package io.nofin.target;

import io.nofin.scenario.TargetSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives targets that come without names the names that a scenario needs. Not thread-safe. */
public final class NamedTargets {

    private static final int LONGEST_NAME = 40;

    private final Map<String, TargetSpec> known = new LinkedHashMap<>();

    /** Its name: like its notation, with what a name may not have replaced; the same for the same target. */
    public String add(TargetSpec target) {
        String like = words(target).replaceAll("[^A-Za-z0-9_.-]+", "-");
        String name = like.substring(0, Math.min(like.length(), LONGEST_NAME));
        for (int number = 2; known.containsKey(name) && !known.get(name).equals(target); number++) {
            name = "target-" + number;
        }
        known.put(name, target);
        return name;
    }

    /** Of labels what tells one from another: their keys are long. */
    private static String words(TargetSpec target) {
        return target instanceof TargetSpec.DockerLabel labelled && !target.toString().startsWith("compose:")
            ? labelled.labels().stream().map(label -> label.replaceFirst("^[^=]*[./]", "")).collect(Collectors.joining("-"))
            : target.toString().replaceFirst("^compose:", "");
    }

    /** All of them, in order. */
    public Map<String, TargetSpec> all() {
        return Collections.unmodifiableMap(known);
    }
}
