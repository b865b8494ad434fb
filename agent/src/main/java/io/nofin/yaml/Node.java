package io.nofin.yaml;

import io.nofin.unit.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A piece of YAML with its position, uninterpreted: what YAML 1.1 takes for a boolean or a number is text here. */
public sealed interface Node {

    Position at();

    /** Returns texts, lists and mappings of them as nodes without positions of their own. */
    static Node of(Object tree) {
        if (tree instanceof Map<?, ?> mapping) {
            return new Mapping(Position.START, mapping.entrySet().stream()
                .map(entry -> new Entry(Position.START, entry.getKey().toString(), of(entry.getValue()))).toList());
        }
        return tree instanceof Collection<?> items ? new Sequence(Position.START, items.stream().map(Node::of).toList())
            : new Scalar(Position.START, tree.toString());
    }

    /** Returns the node's name in messages such as "expected ..., found ...". */
    String kind();

    /** Returns the number of items or entries; 0 for other nodes. */
    default int size() {
        return 0;
    }

    record Scalar(Position at, String text) implements Node {
        @Override
        public String kind() {
            return Quoted.of(text);
        }
    }

    /** A key without a value, {@code ~} or {@code null}. */
    record Nothing(Position at) implements Node {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    record Sequence(Position at, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public int size() {
            return items.size();
        }
    }

    /** A mapping, whose keys are all different. */
    record Mapping(Position at, List<Entry> entries) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }

        @Override
        public int size() {
            return entries.size();
        }
    }

    record Entry(Position at, String key, Node value) {
    }

    /** A placeholder for a part that was refused and reported already. */
    record Refused(Position at) implements Node {
        @Override
        public String kind() {
            return "something refused";
        }
    }
}
