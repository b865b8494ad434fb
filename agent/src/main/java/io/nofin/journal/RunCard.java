package io.nofin.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run says of itself to people who meet it: nothing is undone by it.
 *
 * @param owner  who asked for the run; empty where nobody wrote that down
 * @param faults what each does to whom, by their names, in words
 */
public record RunCard(String owner, Map<String, String> faults) {

    /** Of a run that says nothing. */
    public static final RunCard EMPTY = new RunCard("", Map.of());

    public RunCard {
        faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    }
}
