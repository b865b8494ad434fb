package io.nofin.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a mapping as a person would: without keys that have their default value. */
public final class FlowMapping {

    private final List<String> entries = new ArrayList<>();

    public FlowMapping add(String key, Object value) {
        entries.add(key + ": " + value);
        return this;
    }

    /** Adds entries that are written already. */
    public FlowMapping addAll(String written) {
        entries.add(written);
        return this;
    }

    public FlowMapping addUnless(Object usual, String key, Object value) {
        return value.equals(usual) ? this : add(key, value);
    }

    /** Adds an entry whose value is read back as the same text, whatever characters it has. */
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

    /** Returns the key of the first entry. There must be one. */
    public String firstKey() {
        return entries.get(0).substring(0, entries.get(0).indexOf(": "));
    }

    /** Returns the entries as lines of a mapping in block style. */
    public String lines() {
        return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
    }

    /** Returns the entries without braces. */
    public String entries() {
        return String.join(", ", entries);
    }

    /** Returns the value alone where the first key is the only one, else the entries in braces. */
    public String orShort() {
        return entries.size() == 1 ? entries.get(0).substring(entries.get(0).indexOf(": ") + 2) : toString();
    }

    @Override
    public String toString() {
        return entries.isEmpty() ? "{}" : "{ " + entries() + " }";
    }
}
