package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happens to which packets. Matching nothing is an error at the end of the run, unless it is optional. */
public sealed interface Fault {

    Selector selector();

    boolean optional();

    OnRestart onRestart();

    OnWipe onWipe();

    /** The targets whose namespaces get rules. */
    List<String> targets();

    /** What is wrong with a fault between a target and itself. */
    static BadValueException selfPeer(String name) {
        return new BadValueException("'" + name + "' cannot be its own peer", "leave it out of on or of peers");
    }

    /** The effect, on some targets, between them and the selector's peers. The selector is narrowed to what the effect can hit. */
    record OnTargets(List<String> on, Selector selector, Effect effect, boolean optional, OnRestart onRestart, OnWipe onWipe)
        implements Fault {

        public OnTargets(List<String> on, Selector selector, Effect effect, boolean optional) {
            this(on, selector, effect, optional, OnRestart.REAPPLY, OnWipe.FAIL);
        }

        public OnTargets {
            on = List.copyOf(on);
            if (on.isEmpty()) {
                throw new BadValueException("the fault is on no target", "name one at least");
            }
            for (Peer peer : selector.peers()) {
                if (peer instanceof Peer.Target self && on.contains(self.name())) {
                    throw selfPeer(self.name());
                }
            }
            selector = effect.narrowed(selector);
        }

        @Override
        public List<String> targets() {
            return on;
        }

        /** The effect, and on which connections, as scenarios write it. */
        public String what() {
            return effect + selector.connections().map(some -> ", connections: " + some).orElse("");
        }
    }

    /**
     * Cuts, silently, every two targets that are in no group together. A target in two groups is a bridge: it reaches the
     * members of both. The selector has no peers of its own.
     */
    record Partition(List<List<String>> groups, Selector selector, boolean optional, OnRestart onRestart, OnWipe onWipe) implements Fault {

        public Partition(List<List<String>> groups, Selector selector, boolean optional) {
            this(groups, selector, optional, OnRestart.REAPPLY, OnWipe.FAIL);
        }

        public Partition {
            groups = groups.stream().map(List::copyOf).toList();
            if (groups.size() < 2 || groups.stream().anyMatch(List::isEmpty)) {
                throw new BadValueException("not a partition", "write two groups at least, with a member each");
            }
            if (!selector.peers().isEmpty()) {
                throw new BadValueException("a partition has no peers", "leave peers out: the groups say who is cut from whom");
            }
            if (selector.connections().isPresent()) {
                throw new BadValueException("a partition cuts all connections",
                    "leave connections out, or write a fault with drop: silent instead");
            }
            if (cutsNothing(groups)) {
                throw new BadValueException("the partition cuts nothing", "make two targets be in no group together");
            }
        }

        private static boolean cutsNothing(List<List<String>> groups) {
            Set<String> members = new HashSet<>();
            groups.forEach(members::addAll);
            return members.stream().allMatch(member -> together(groups, member).size() == members.size());
        }

        private static Set<String> together(List<List<String>> groups, String member) {
            Set<String> together = new HashSet<>();
            groups.stream().filter(group -> group.contains(member)).forEach(together::addAll);
            return together;
        }

        @Override
        public List<String> targets() {
            Set<String> members = new LinkedHashSet<>();
            groups.forEach(members::addAll);
            return List.copyOf(members);
        }

        /** The targets that {@code member} is cut from. */
        public List<String> cutFrom(String member) {
            Set<String> together = together(groups, member);
            return targets().stream().filter(other -> !together.contains(other)).toList();
        }
    }
}
