package io.nofin.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies maps in the order of the file, which reports follow and {@code Map.copyOf} loses. */
final class Ordered {

    private Ordered() {
    }

    static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
