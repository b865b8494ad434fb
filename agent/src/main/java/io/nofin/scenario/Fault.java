package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What happens to which packets. Matching nothing is an error at the end of the run, unless it is optional. */
public sealed interface Fault {

    Selector selector();

    boolean optional();

    OnRestart onRestart();

    OnWipe onWipe();

    /** The targets whose namespaces get rules. */
    List<String> targets();

    /** Returns what happens to the packets; a partition drops them. */
    Effect effect();

    /** Returns what becomes of the packets, in one word. */
    default EffectKind kind() {
        return effect().kind();
    }

    /** Returns the shaping, where the effect is one. */
    default Optional<Shaping> shaping() {
        return effect() instanceof Shaping shaping ? Optional.of(shaping) : Optional.empty();
    }

    /** Returns the first key that says in a scenario what happens: {@code drop}, {@code delay}, {@code partition}. */
    String key();

    /** Returns what happens, and on which connections, as scenarios write it: {@code drop: silent}, {@code partition}. */
    String describe();

    /**
     * Returns what happens, and to whom, in a line.
     *
     * @param names gives the text that stands for a target's name
     */
    String describe(UnaryOperator<String> names);

    /** Returns on which targets packets are hit, and who is at their other ends; a target that is not hit at all is left out. */
    List<Between> between();

    /**
     * Returns the same fault with other values of its shaping.
     *
     * @throws BadValueException when it shapes nothing, or what is hit would be something else
     */
    Fault shapedBy(Shaping shaping);

    /**
     * Some targets, and the other ends of the packets that a fault hits there.
     *
     * @param peers empty for everyone
     */
    record Between(List<String> on, List<Peer> peers) {

        public Between {
            on = List.copyOf(on);
            peers = List.copyOf(peers);
        }
    }

    /** What is wrong with a fault between a target and itself. */
    static BadValueException selfPeer(String name) {
        return new BadValueException("'" + name + "' cannot be its own peer", "leave it out of on or of peers");
    }

    private static BadValueException nothingToShape() {
        return new BadValueException("the fault has nothing that could change", "name one with " + String.join(", ", ShapingKey.KEYS));
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

        /** Returns one for each member, but for a bridge that reaches every other. */
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
