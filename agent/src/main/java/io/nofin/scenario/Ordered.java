package io.nofin.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code Map.copyOf} forgets the order; the file's order is what a report should follow. */
final class Ordered {

    private Ordered() {
    }

    static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
