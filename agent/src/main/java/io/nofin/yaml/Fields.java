package io.nofin.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A mapping whose keys are words of the format.
 *
 * @param known all keys that it may have
 */
public record Fields(Value owner, List<Value> entries, List<String> known) {

    public Optional<Value> get(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /**
     * Returns the entry with this key; a missing one is reported.
     *
     * @param example the whole entry, for example {@code for: 10s}
     */
    public Optional<Value> require(String key, String example) {
        Optional<Value> value = get(key);
        if (lacks(key)) {
            owner.reportName("missing key '" + key + "'", "add for example " + example);
        }
        return value;
    }

    /** Tells whether the mapping has neither the key nor a mistyped one that seems to mean it. */
    public boolean lacks(String key) {
        return get(key).isEmpty() && !isMistyped(List.of(key));
    }

    /** Returns the entry with one of these keys. None, or more than one, is reported. */
    public Optional<Value> exactlyOne(String noun, Collection<String> keys) {
        return oneKind(noun, keys, List.of());
    }

    /**
     * Returns the first entry with one of these keys. None, or others that exclude it, are reported.
     *
     * @param together the keys that may stand side by side
     */
    public Optional<Value> oneKind(String noun, Collection<String> keys, Collection<String> together) {
        List<Value> found = atLeastOne(noun, keys);
        List<Value> others = found.stream().skip(1)
            .filter(more -> !together.contains(found.get(0).key()) || !together.contains(more.key())).toList();
        others.forEach(more -> more.reportName(
            "more than one " + noun + ": " + found.get(0).key() + " and " + more.key(), "keep one of them"));
        return others.isEmpty() ? found.stream().findFirst() : Optional.empty();
    }

    /** Returns the entries with one of these keys; if there is none, that is reported. */
    public List<Value> atLeastOne(String noun, Collection<String> keys) {
        List<Value> found = entries.stream().filter(entry -> keys.contains(entry.key())).toList();
        if (found.isEmpty() && !isMistyped(keys)) {
            owner.reportName("no " + noun, (keys.size() == 1 ? "add " : "add one of ") + String.join(", ", keys));
        }
        return found;
    }

    /** Tells whether an unknown key was reported that seems to mean one of these, which are not missing then. */
    private boolean isMistyped(Collection<String> keys) {
        return entries.stream().map(Value::key).filter(key -> !known.contains(key)).limit(Problems.MOST)
            .anyMatch(unknown -> Suggestion.to(unknown, known).filter(keys::contains).isPresent());
    }
}
