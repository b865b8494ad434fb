package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Node;
import io.nofin.yaml.NodeReader;
import io.nofin.yaml.Problem;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a fault by itself, without a scenario around it: an entry under {@code faults}, whoever wrote it. */
public final class FaultEntry {

    private FaultEntry() {
    }

    /**
     * Reads an entry of texts, lists and mappings.
     *
     * @param targets has the targets that the entry names, and gets those that are written in place
     * @param filters compiles the filter
     * @throws BadValueException when the fault cannot be; of several reasons it has the first
     */
    public static Fault read(Map<String, ?> entry, NamedTargets targets, FilterCheck filters) {
        Problems problems = new Problems("");
        return new FaultReader(new TargetTable(targets), filters).read(Value.root(Node.of(entry), problems)).filter(fault -> problems.isEmpty())
            .orElseThrow(problems::firstRefusal);
    }

    /**
     * Parses an entry, with braces around it or without: {@code on: app, drop: silent}.
     *
     * @throws BadValueException when it is no mapping in YAML
     */
    public static Map<String, Object> parse(String text) {
        Problems problems = new Problems("");
        try {
            Node node = NodeReader.read(text.strip().startsWith("{") ? text : "{ " + text + " }", problems);
            if (problems.isEmpty() && node instanceof Node.Mapping mapping) {
                return tree(mapping);
            }
            throw problems.firstRefusal();
        } catch (InvalidDocumentException e) {
            Problem first = e.problems().get(0);
            throw new BadValueException(first.what(), first.remedy());
        }
    }

    private static Map<String, Object> tree(Node.Mapping mapping) {
        Map<String, Object> tree = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> tree.put(entry.key(), tree(entry.value())));
        return tree;
    }

    private static Object tree(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return tree(mapping);
        }
        return node instanceof Node.Sequence sequence ? sequence.items().stream().map(FaultEntry::tree).toList()
            : node instanceof Node.Scalar scalar ? scalar.text() : List.of();
    }

    /** Returns the keys by which an entry selects packets, with their values. */
    public static Map<String, Object> of(Selector selector) {
        StringBuilder text = new StringBuilder();
        for (SelectorKey key : SelectorKey.values()) {
            key.written(selector, name -> name).ifPresent(value -> text.append(text.length() == 0 ? "" : ", ").append(key.word()).append(": ").append(value));
        }
        return parse(text.toString());
    }
}
