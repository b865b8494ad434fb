package io.nofin.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a mapping the way a person would: without the keys that say what would be so anyway. */
final class FlowMapping {

    private final List<String> entries = new ArrayList<>();

    FlowMapping add(String key, Object value) {
        entries.add(key + ": " + value);
        return this;
    }

    /** Entries that stand beside the others, already written. */
    FlowMapping addAll(String written) {
        entries.add(written);
        return this;
    }

    FlowMapping addUnless(Object usual, String key, Object value) {
        return value.equals(usual) ? this : add(key, value);
    }

    /** Whatever is in it, the text stays what it is. */
    FlowMapping text(String key, String text) {
        return add(key, FlowScalar.of(text));
    }

    FlowMapping list(String key, Collection<?> items) {
        return add(key, FlowScalar.list(items));
    }

    FlowMapping listUnlessEmpty(String key, Collection<?> items) {
        return items.isEmpty() ? this : list(key, items);
    }

    FlowMapping addIfPresent(String key, Optional<?> value) {
        value.ifPresent(present -> add(key, present));
        return this;
    }

    /** Returns the key of the first entry, of which there has to be one. */
    String firstKey() {
        return entries.get(0).substring(0, entries.get(0).indexOf(": "));
    }

    /** Returns the entries as lines of a mapping in block style. */
    String lines() {
        return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
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
        return entries.isEmpty() ? "{}" : "{ " + entries() + " }";
    }
}
