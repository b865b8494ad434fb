package io.nofin.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a mapping the way a person would: without the keys that say what would be so anyway. */
public final class FlowMapping {

    private final List<String> entries = new ArrayList<>();

    public FlowMapping add(String key, Object value) {
        entries.add(key + ": " + value);
        return this;
    }

    /** Entries that stand beside the others, already written. */
    public FlowMapping addAll(String written) {
        entries.add(written);
        return this;
    }

    public FlowMapping addUnless(Object usual, String key, Object value) {
        return value.equals(usual) ? this : add(key, value);
    }

    /** Whatever is in it, the text stays what it is. */
    public FlowMapping text(String key, String text) {
        return add(key, FlowScalar.of(text));
    }

    public FlowMapping list(String key, Collection<?> items) {
        return add(key, FlowScalar.list(items));
    }

    public FlowMapping listUnlessEmpty(String key, Collection<?> items) {
        return items.isEmpty() ? this : list(key, items);
    }

    public FlowMapping addIfPresent(String key, Optional<?> value) {
        value.ifPresent(present -> add(key, present));
        return this;
    }

    /** Returns the key of the first entry, of which there has to be one. */
    public String firstKey() {
        return entries.get(0).substring(0, entries.get(0).indexOf(": "));
    }

    /** Returns the entries as lines of a mapping in block style. */
    public String lines() {
        return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
    }

    /** Without braces. */
    public String entries() {
        return String.join(", ", entries);
    }

    /** The bare value where the first key is the only one. */
    public String orShort() {
        return entries.size() == 1 ? entries.get(0).substring(entries.get(0).indexOf(": ") + 2) : toString();
    }

    @Override
    public String toString() {
        return entries.isEmpty() ? "{}" : "{ " + entries() + " }";
    }
}
