package io.nofin.junit;

import io.nofin.backend.LocalBackends;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Selector;
import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The parts of a fault that a {@link FaultBuilder} collects, by methods and in words of scenarios. Makes the fault of them. Not thread-safe. */
final class FaultParts {

    final NamedTargets known = new NamedTargets();
    final Selector.Builder selector = new Selector.Builder();
    final List<String> ports = new ArrayList<>();
    final List<String> localPorts = new ArrayList<>();
    final List<String> remotePorts = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    final LinkConditions conditions = new LinkConditions();
    OnRestart onRestart = OnRestart.REAPPLY;
    OnWipe onWipe = OnWipe.FAIL;
    boolean optional;

    private final List<String> on = new ArrayList<>();
    private final List<List<String>> groups = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final Map<String, Object> words = new LinkedHashMap<>();

    void on(Object target) {
        on.add(name(target));
    }

    void group(List<?> targets) {
        groups.add(targets.stream().map(this::name).toList());
    }

    void peer(Object end) {
        TargetConverter.ConvertedPeer other = TargetConverter.peer(end);
        peers.add(other.target().<Peer>map(target -> new Peer.Target(name(target))).orElse(other.peer()));
    }

    /**
     * Adds a key in the words of scenarios.
     *
     * @param named finds the target that a text names
     */
    void say(String key, Object value, Function<String, Optional<FaultTarget>> named) {
        FaultWords.put(words, key, FaultWords.named(key, value, text -> named.apply(text).map(this::name)));
    }

    /** @throws BadValueException when the parts do not make a fault */
    Fault fault() {
        return words.isEmpty() ? ofMethods() : FaultEntry.read(entry(), known, LocalBackends.filterCheck());
    }

    /** Returns one line on the fault, for reports. */
    String description(Fault fault) {
        return fault.describe() + (groups.isEmpty() ? " on " + String.join(", ", fault.targets()) : " " + groups)
            + listed("peers", fault.selector().peers()) + listed("ports", fault.selector().ports().ranges());
    }

    /** Returns what has been said so far. */
    @Override
    public String toString() {
        return "fault" + (groups.isEmpty() ? "" : " " + groups) + (on.isEmpty() ? "" : " on " + String.join(", ", on))
            + listed("peers", peers) + listed("ports", ports) + (words.isEmpty() ? "" : ", " + words);
    }

    private static String listed(String what, List<?> all) {
        return all.isEmpty() ? "" : ", " + what + " " + String.join(", ", all.stream().map(Object::toString).toList());
    }

    private String name(Object target) {
        FaultTarget meant = TargetConverter.target(target);
        return known.add(meant.name(), meant.spec());
    }

    private Fault ofMethods() {
        Selector selected = selected();
        selected.filter().ifPresent(LocalBackends.filterCheck()::check);
        if (groups.isEmpty()) {
            return new Fault.OnTargets(on, selected, effect(), optional, onRestart, onWipe);
        }
        if (!effects.isEmpty() || conditions.isUsed()) {
            throw new BadValueException("a partition with another effect", "it cuts silently: leave the effect out");
        }
        return new Fault.Partition(groups, selected, optional, onRestart, onWipe);
    }

    private Effect effect() {
        List<Effect> all = new ArrayList<>(effects);
        if (conditions.isUsed()) {
            all.add(conditions.shaping());
        }
        if (all.size() != 1) {
            throw new BadValueException(all.isEmpty() ? "the fault has no effect" : "the fault has more than one effect on the same packets",
                "call drop(), or reject(), or any number of delay, loss, duplicate, corrupt, reorder and rate");
        }
        return all.get(0);
    }

    /** Returns all that was said, by methods and in words, as an entry of a scenario. */
    private Map<String, Object> entry() {
        Map<String, Object> entry = new LinkedHashMap<>(FaultEntry.of(selected()));
        if (!on.isEmpty()) {
            entry.put("on", on);
        }
        if (!groups.isEmpty()) {
            entry.put("partition", groups);
        }
        effects.forEach(effect -> entry.putAll(FaultEntry.parse(effect.toString())));
        entry.putAll(conditions.words());
        entry.putAll(FaultEntry.parse("optional: " + optional + ", on-restart: " + onRestart.word() + ", on-wipe: " + onWipe.word()));
        entry.keySet().removeIf(key -> words.containsKey(key) && !FaultWords.isSaid(key, entry.get(key)));
        words.forEach((key, value) -> FaultWords.put(entry, key, value));
        return entry;
    }

    private Selector selected() {
        return selector.peers(peers).ports(PortSet.parse(ports)).localPorts(PortSet.parse(localPorts)).remotePorts(PortSet.parse(remotePorts)).build();
    }
}
