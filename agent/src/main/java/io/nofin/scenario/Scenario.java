package io.nofin.scenario;

import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One experiment. References are resolved: every name in {@code on}, in a {@link Peer.Target}, in {@code timeline}, {@code probes}
 * and {@code expect} exists. Maps keep the order of the file.
 *
 * @param name        from the file, or the file's name without its ending
 * @param description empty when the file has none
 * @param seed        the seed of random decisions; empty when one is to be chosen
 * @param allowHost   whether the host's own namespace may be a target
 * @param targets     the namespaces by their names in this scenario, without lab hosts
 * @param lab         hosts that nofin builds, by name
 * @param faults      by name
 * @param witness     whether to capture packets on the wire even if no expectation needs it
 * @param limits      the limits of the faults
 */
public record Scenario(
        String name,
        String description,
        OptionalLong seed,
        boolean allowHost,
        Map<String, TargetSpec> targets,
        Map<String, LabHost> lab,
        Map<String, Fault> faults,
        List<Step> timeline,
        Map<String, Probe> probes,
        List<Expectation> expect,
        boolean witness,
        Limits limits) {

    public Scenario {
        targets.forEach(Names::checkTarget);
        lab.keySet().forEach(Names::checkLabHost);
        faults.keySet().forEach(Names::check);
        probes.keySet().forEach(Names::check);
        targets = Ordered.copy(targets);
        lab = Ordered.copy(lab);
        faults = Ordered.copy(faults);
        timeline = List.copyOf(timeline);
        probes = Ordered.copy(probes);
        expect = List.copyOf(expect);
        timeline.forEach(step -> limits.checkEnd(step.end()));
    }

    /** Creates a scenario without expectations, witness and limits of its own. */
    public Scenario(
            String name, String description, OptionalLong seed, boolean allowHost, Map<String, TargetSpec> targets,
            Map<String, LabHost> lab, Map<String, Fault> faults, List<Step> timeline, Map<String, Probe> probes) {
        this(name, description, seed, allowHost, targets, lab, faults, timeline, probes, List.of(), false, Limits.NONE);
    }

    /** Returns the settings for all faults. */
    public ScenarioSettings settings() {
        return new ScenarioSettings(seed, allowHost, witness, limits);
    }

    /** Returns the same scenario without a timeline, to be fired by calls. */
    public Scenario withoutTimeline() {
        return new Scenario(name, description, seed, allowHost, targets, lab, faults, List.of(), probes, expect, witness, limits);
    }

    /** Returns the length of the timeline. */
    public Duration length() {
        return timeline.stream().map(Step::end).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /**
     * Returns everything that selects packets at targets, by its place in a scenario: {@code faults.cut}, and
     * {@code timeline[0].when.packet}, which stands as an optional drop of the packets among which the one is.
     */
    public Map<String, Fault> selections() {
        Map<String, Fault> selections = new LinkedHashMap<>();
        faults.forEach((name, fault) -> selections.put("faults." + name, fault));
        for (int number = 0; number < timeline.size(); number++) {
            String path = Trigger.PacketSeen.place(number);
            timeline.get(number).packet().ifPresent(packet -> selections.put(path, new Fault.OnTargets(packet.on(), packet.selector(), new Drop(), true)));
        }
        return selections;
    }

    /** Tells whether packets on the wire must be captured. */
    public boolean needsWitness() {
        return witness || expect.stream().anyMatch(
            one -> one instanceof FaultExpectation && !(one instanceof FaultExpectation.Matched));
    }

    /** Tells whether any fault shapes packets. */
    public boolean shapes() {
        return faults.values().stream().anyMatch(fault -> fault.shaping().isPresent());
    }

    /** Tells whether anything is decided at random, so that the seed matters. */
    public boolean isRandom() {
        return faults.values().stream().anyMatch(fault -> fault.shaping().filter(Shaping::isRandom).isPresent()
                || fault.selector().connections().isPresent())
            || timeline.stream().anyMatch(step -> step.ramp().isPresent())
            || probes.values().stream().anyMatch(probe -> !probe.retry().jitter().equals(Probability.ZERO));
    }

    /** Returns the keys of commands that run on the agent's side, for example {@code probes.db.on-failure.exec}. */
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        probes.forEach((name, probe) -> {
            if (probe.check() instanceof ProbeKind.Exec) {
                commands.add("probes." + name + ".exec");
            }
            probe.callbacks().forEach((occasion, callback) -> {
                if (callback instanceof Callback.Exec) {
                    commands.add("probes." + name + "." + occasion.word() + ".exec");
                }
            });
        });
        for (int i = 0; i < expect.size(); i++) {
            if (expect.get(i) instanceof CommandExpectation) {
                commands.add("expect[" + i + "].exec");
            }
        }
        return commands;
    }

    /** Returns the lab host or target of that name, if there is one. */
    public Optional<TargetSpec> target(String name) {
        return lab.containsKey(name) ? Optional.of(new TargetSpec.Lab(name)) : Optional.ofNullable(targets.get(name));
    }
}
