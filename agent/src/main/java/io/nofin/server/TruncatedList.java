package io.nofin.server;

import java.util.List;
import java.util.Map;

/** Cuts lists in answers, and adds their length, so that answers and events stay small. */
final class TruncatedList {

    static final int SHOWN = 20;

    private TruncatedList() {
    }

    /** Puts {@code key}, and {@code key-count} where there are more. */
    static void put(Map<String, Object> object, String key, List<String> names) {
        object.put(key, List.copyOf(names.subList(0, Math.min(SHOWN, names.size()))));
        if (names.size() > SHOWN) {
            object.put(key + "-count", names.size());
        }
    }
}
