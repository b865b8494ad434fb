package io.nofin.scenario;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happens to which packets. Matching nothing is an error at the end of the run, unless it is optional. */
public sealed interface Fault {

    Selector selector();

    boolean optional();

    /** The targets whose namespaces get rules. */
    List<String> targets();

    /** The effect, on some targets, between them and the selector's peers. */
    record OnTargets(List<String> on, Selector selector, Effect effect, boolean optional) implements Fault {

        public OnTargets {
            on = List.copyOf(on);
        }

        @Override
        public List<String> targets() {
            return on;
        }
    }

    /**
     * Cuts, silently, every two targets that are in no group together. A target in two groups is a bridge: it reaches the
     * members of both. The selector has no peers of its own.
     */
    record Partition(List<List<String>> groups, Selector selector, boolean optional) implements Fault {

        public Partition {
            groups = groups.stream().map(List::copyOf).toList();
        }

        @Override
        public List<String> targets() {
            Set<String> members = new LinkedHashSet<>();
            groups.forEach(members::addAll);
            return List.copyOf(members);
        }

        /** The targets that {@code member} is cut from. */
        public List<String> cutFrom(String member) {
            Set<String> together = new HashSet<>();
            groups.stream().filter(group -> group.contains(member)).forEach(together::addAll);
            return targets().stream().filter(other -> !together.contains(other)).toList();
        }
    }
}
