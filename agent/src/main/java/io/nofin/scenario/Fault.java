package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An effect on selected packets. A fault that matches no packet fails the run, unless it is optional. */
public sealed interface Fault {

    Selector selector();

    boolean optional();

    OnRestart onRestart();

    OnWipe onWipe();

    /** Returns the targets whose namespaces get rules. */
    List<String> targets();

    /** Returns the effect; that of a partition is to drop. */
    Effect effect();

    /** Returns what the fault does to packets, in one word. */
    default EffectKind kind() {
        return effect().kind();
    }

    /** Returns the shaping, where the effect is one. */
    default Optional<Shaping> shaping() {
        return effect() instanceof Shaping shaping ? Optional.of(shaping) : Optional.empty();
    }

    /** Returns the first key that names the effect in a scenario: {@code drop}, {@code delay}, {@code partition}. */
    String key();

    /** Returns the effect and its connections as scenarios write them: {@code drop: silent}, {@code partition}. */
    String describe();

    /**
     * Describes the fault and its targets in a line.
     *
     * @param names returns the text for a target's name
     */
    String describe(UnaryOperator<String> names);

    /** Returns the targets that are hit, with the other ends of their packets; targets that are not hit are left out. */
    List<Between> between();

    /**
     * Returns the same fault with other values of its shaping.
     *
     * @throws BadValueException when it has no shaping, or other packets would be hit
     */
    Fault shapedBy(Shaping shaping);

    /**
     * Some targets, and the other ends of the packets that a fault hits there.
     *
     * @param peers empty for any
     */
    record Between(List<String> on, List<Peer> peers) {

        public Between {
            on = List.copyOf(on);
            peers = List.copyOf(peers);
        }
    }

    /** Returns the exception for a fault between a target and itself. */
    static BadValueException selfPeer(String name) {
        return new BadValueException("'" + name + "' cannot be its own peer", "leave it out of on or of peers");
    }

    private static BadValueException nothingToShape() {
        return new BadValueException("the fault has no value that could change", "name one with " + String.join(", ", ShapingKey.KEYS));
    }

    /**
     * An effect on some targets, for packets to and from the selector's peers. The selector is narrowed to packets that the effect
     * can hit.
     */
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

        @Override
        public String key() {
            return effect.key();
        }

        @Override
        public String describe() {
            return effect + selector.connections().map(share -> ", connections: " + share).orElse("");
        }

        @Override
        public String describe(UnaryOperator<String> names) {
            return FaultText.of(this, names);
        }

        @Override
        public List<Between> between() {
            return List.of(new Between(on, selector.peers()));
        }

        @Override
        public Fault shapedBy(Shaping shaping) {
            if (shaping().isEmpty()) {
                throw nothingToShape();
            }
            return new OnTargets(on, selector, shaping, optional, onRestart, onWipe);
        }
    }

    /**
     * Silently cuts any two targets that share no group. A target in two groups is a bridge, which reaches the members of both. The
     * selector has no peers of its own.
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
                throw new BadValueException("the partition cuts nothing", "write at least two targets that share no group");
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

        @Override
        public Effect effect() {
            return new Drop();
        }

        @Override
        public String key() {
            return PartitionReader.KEY;
        }

        @Override
        public String describe() {
            return PartitionReader.KEY;
        }

        @Override
        public String describe(UnaryOperator<String> names) {
            return FaultText.of(this, names);
        }

        /** Returns an entry for each member, except for a bridge that reaches all others. */
        @Override
        public List<Between> between() {
            return targets().stream().filter(member -> !cutFrom(member).isEmpty())
                .map(member -> new Between(List.of(member), cutFrom(member).stream().<Peer>map(Peer.Target::new).toList())).toList();
        }

        @Override
        public Fault shapedBy(Shaping shaping) {
            throw nothingToShape();
        }

        /** Returns the targets that {@code member} is cut from. */
        public List<String> cutFrom(String member) {
            Set<String> together = together(groups, member);
            return targets().stream().filter(other -> !together.contains(other)).toList();
        }
    }
}
