package io.nofin.scenario;

import java.util.ArrayList;
import java.util.List;

/** Writes a mapping the way a person would: without the keys that say what would be so anyway. */
final class LongForm {

    private final List<String> entries = new ArrayList<>();

    LongForm add(String key, Object value) {
        entries.add(key + ": " + value);
        return this;
    }

    LongForm addUnless(Object usual, String key, Object value) {
        return value.equals(usual) ? this : add(key, value);
    }

    /** Without braces. */
    String entries() {
        return String.join(", ", entries);
    }

    /** The bare value where the first key is the only one. */
    String orShort() {
        return entries.size() == 1 ? entries.get(0).substring(entries.get(0).indexOf(": ") + 2) : toString();
    }

    @Override
    public String toString() {
        return "{ " + entries() + " }";
    }
}
