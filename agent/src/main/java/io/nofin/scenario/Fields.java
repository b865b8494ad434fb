package io.nofin.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A mapping whose keys are words of the format.
 *
 * @param known all keys it may have
 */
record Fields(Value owner, List<Value> entries, List<String> known) {

    Optional<Value> get(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** @param example the whole entry, for example {@code for: 10s} */
    Optional<Value> require(String key, String example) {
        Optional<Value> value = get(key);
        if (value.isEmpty() && !isMistyped(List.of(key))) {
            owner.reportName("missing key '" + key + "'", "add for example " + example);
        }
        return value;
    }

    /** The entry with one of these keys; none, or more than one, is reported. */
    Optional<Value> exactlyOne(String noun, Collection<String> keys) {
        List<Value> found = entries.stream().filter(entry -> keys.contains(entry.key())).toList();
        if (found.isEmpty() && !isMistyped(keys)) {
            owner.reportName("no " + noun, (keys.size() == 1 ? "add " : "add one of ") + String.join(", ", keys));
        }
        found.stream().skip(1).forEach(more -> more.reportName(
            "more than one " + noun + ": " + found.get(0).key() + " and " + more.key(), "keep one of them"));
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Whether an unknown key was reported that means one of these: then it is not missing as well. */
    private boolean isMistyped(Collection<String> keys) {
        return entries.stream().map(Value::key).filter(key -> !known.contains(key))
            .anyMatch(unknown -> Nearest.to(unknown, known).filter(keys::contains).isPresent());
    }
}
