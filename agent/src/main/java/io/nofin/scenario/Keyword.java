package io.nofin.scenario;

import java.util.Locale;

/** An enum whose constants are words of the scenario format. */
public interface Keyword {

    String name();

    /** As scenarios write it, in kebab-case. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
