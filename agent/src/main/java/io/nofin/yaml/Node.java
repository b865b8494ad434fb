package io.nofin.yaml;

import io.nofin.unit.Quoted;
import java.util.List;

/** A piece of YAML with its place, uninterpreted: what YAML 1.1 takes for a boolean or a number is text here. */
public sealed interface Node {

    Position at();

    /** What to call it in "expected ..., found ...". */
    String kind();

    /** How many items or entries it has; 0 where there is no such thing. */
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

    /** Keys are all different. */
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

    /** Stands for what was refused and reported already. */
    record Refused(Position at) implements Node {
        @Override
        public String kind() {
            return "something refused";
        }
    }
}
