package io.nofin.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The description of a run for people who meet it; nothing is undone because of it.
 *
 * @param owner  the person who asked for the run; empty where that was not recorded
 * @param faults a sentence about the effect and the target of each fault, by the faults' names
 */
public record RunDescription(String owner, Map<String, String> faults) {

    /** The card of a run without a description. */
    public static final RunDescription EMPTY = new RunDescription("", Map.of());

    public RunDescription {
        faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    }
}
