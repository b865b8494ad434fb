package io.nofin.junit;

import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.KeyDescription;
import io.nofin.unit.BadValueException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys of a fault in the words of scenarios, as a test writes them. */
final class FaultWords {

    private static final Set<String> OF_TARGETS = Set.of("on", "peers", "partition");
    private static final Map<String, Optional<String>> USUAL = FaultKeys.settings().stream().collect(
        Collectors.toMap(KeyDescription::word, KeyDescription::usual));

    private FaultWords() {
    }

    /** @throws BadValueException when the key is there already */
    static void put(Map<String, Object> entry, String key, Object value) {
        if (entry.put(key, value) != null) {
            throw new BadValueException(key + " is said twice", "say it once");
        }
    }

    /** Returns a key's value with other names for some targets, wherever targets stand in it. */
    static Object named(String key, Object value, Function<String, Optional<String>> names) {
        return OF_TARGETS.contains(key) ? named(value, names) : value;
    }

    private static Object named(Object value, Function<String, Optional<String>> names) {
        return value instanceof Collection<?> items ? items.stream().map(item -> named(item, names)).toList()
            : names.apply(value.toString()).orElse(value.toString());
    }

    /** Returns whether a value differs from the key's default, so that somebody must have said it. */
    static boolean isSaid(String key, Object value) {
        return !Optional.of(value).equals(USUAL.get(key));
    }
}
