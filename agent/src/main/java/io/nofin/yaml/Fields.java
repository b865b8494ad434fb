package io.nofin.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A mapping whose keys are words of the format.
 *
 * @param known all keys it may have
 */
public record Fields(Value owner, List<Value> entries, List<String> known) {

    public Optional<Value> get(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** @param example the whole entry, for example {@code for: 10s} */
    public Optional<Value> require(String key, String example) {
        Optional<Value> value = get(key);
        if (lacks(key)) {
            owner.reportName("missing key '" + key + "'", "add for example " + example);
        }
        return value;
    }

    /** Whether a key is not there, nor any that seems to mean it. */
    public boolean lacks(String key) {
        return get(key).isEmpty() && !isMistyped(List.of(key));
    }

    /** The entry with one of these keys; none, or more than one, is reported. */
    public Optional<Value> exactlyOne(String noun, Collection<String> keys) {
        return oneKind(noun, keys, List.of());
    }

    /**
     * The first entry with one of these keys; none, or others that do not go together with it, are reported.
     *
     * @param together which of the keys may stand side by side
     */
    public Optional<Value> oneKind(String noun, Collection<String> keys, Collection<String> together) {
        List<Value> found = atLeastOne(noun, keys);
        List<Value> others = found.stream().skip(1)
            .filter(more -> !together.contains(found.get(0).key()) || !together.contains(more.key())).toList();
        others.forEach(more -> more.reportName(
            "more than one " + noun + ": " + found.get(0).key() + " and " + more.key(), "keep one of them"));
        return others.isEmpty() ? found.stream().findFirst() : Optional.empty();
    }

    /** The entries with one of these keys; if there is none, that is reported. */
    public List<Value> atLeastOne(String noun, Collection<String> keys) {
        List<Value> found = entries.stream().filter(entry -> keys.contains(entry.key())).toList();
        if (found.isEmpty() && !isMistyped(keys)) {
            owner.reportName("no " + noun, (keys.size() == 1 ? "add " : "add one of ") + String.join(", ", keys));
        }
        return found;
    }

    /** Whether an unknown key was reported that means one of these: then it is not missing as well. */
    private boolean isMistyped(Collection<String> keys) {
        return entries.stream().map(Value::key).filter(key -> !known.contains(key)).limit(Problems.MOST)
            .anyMatch(unknown -> Suggestion.to(unknown, known).filter(keys::contains).isPresent());
    }
}
