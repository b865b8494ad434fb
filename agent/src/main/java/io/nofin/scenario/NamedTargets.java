package io.nofin.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives targets that come without names the names that a scenario needs. Not thread-safe. */
public final class NamedTargets {

    private static final int LONGEST_NAME = 40;

    private final Map<String, TargetSpec> known = new LinkedHashMap<>();

    /** Its name: like its notation, with what a name may not have replaced; the same for the same target. */
    public String add(TargetSpec target) {
        String like = target.gist().replaceAll("[^A-Za-z0-9_.-]+", "-");
        String name = like.substring(0, Math.min(like.length(), LONGEST_NAME));
        for (int number = 2; known.containsKey(name) && !known.get(name).equals(target); number++) {
            name = "target-" + number;
        }
        known.put(name, target);
        return name;
    }

    /** All of them, in order. */
    public Map<String, TargetSpec> all() {
        return Collections.unmodifiableMap(known);
    }
}
