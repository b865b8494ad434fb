package io.nofin.report;

import io.nofin.lab.LabNetwork;
import io.nofin.plan.CloseGate;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.OpenGate;
import io.nofin.plan.Operation;
import io.nofin.plan.Plan;
import io.nofin.scenario.Ramp;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Step;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A plan as a shell script that does what a run does: commands under headings, in order.
 *
 * @param header a comment that says what the script is
 */
public record PlanScript(String header, List<Part> parts) {

    /** @param heading a comment that says what the commands do */
    public record Part(String heading, List<String> commands) {

        public Part {
            commands = List.copyOf(commands);
        }
    }

    public PlanScript {
        parts = List.copyOf(parts);
    }

    public static PlanScript of(Scenario scenario, Plan plan) {
        LabNetwork lab = LabNetwork.of(scenario.lab().keySet());
        List<Part> parts = new ArrayList<>();
        if (!scenario.lab().isEmpty()) {
            parts.add(new Part("build the lab's network; its commands and echo servers are left out", lab.commands()));
        }
        for (HostPlan host : plan.hosts()) {
            parts.add(new Part(String.join("\n", concat(List.of("arm " + named(host) + ", gates closed"), host.shaping().explanation())),
                concat(host.shaping().commands(host.host()), commands(host.arming()))));
        }
        Duration now = Duration.ZERO;
        for (Plan.Event event : plan.timeline()) {
            parts.add(moment(plan, event, event.at().minus(now)));
            now = event.at();
        }
        for (Step step : plan.triggered()) {
            parts.add(waiting(plan, step));
        }
        List<HostPlan> newestFirst = new ArrayList<>(plan.hosts());
        Collections.reverse(newestFirst);
        for (HostPlan host : newestFirst) {
            parts.add(new Part("disarm " + named(host), concat(commands(host.disarming()), host.shaping().removal(host.host()))));
        }
        if (!scenario.lab().isEmpty()) {
            parts.add(new Part("remove the lab", lab.removal()));
        }
        String header = "nofin plan of " + scenario.name() + ", run " + plan.run() + ": run by root, it does what 'nofin run' does, without the proof";
        return new PlanScript(String.join("\n", concat(List.of(header), notes(scenario, plan))), parts);
    }

    public String text() {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        header.lines().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append("set -e\n");
        for (Part part : parts) {
            text.append('\n');
            part.heading.lines().forEach(line -> text.append("# ").append(line).append('\n'));
            part.commands.forEach(command -> text.append(command).append('\n'));
        }
        return text.toString();
    }

    private static List<String> notes(Scenario scenario, Plan plan) {
        List<String> notes = new ArrayList<>(plan.notes());
        if (scenario.shapes()) {
            notes.add("random decisions follow seed " + plan.seed());
        }
        if (plan.hosts().stream().anyMatch(host -> host.shaping().queue().isPresent())) {
            notes.add("nofin's queue engine has no command: as a script, this lets its packets pass as they are");
        }
        return notes.stream().map(note -> "note: " + note).toList();
    }

    private static Part moment(Plan plan, Plan.Event event, Duration wait) {
        List<String> commands = new ArrayList<>();
        if (!wait.isZero()) {
            commands.add("sleep " + Durations.seconds(wait));
        }
        for (String fault : event.faults()) {
            for (Gate gate : plan.gates(fault)) {
                commands.add((event.fire() ? new OpenGate(gate, event.length()) : new CloseGate(gate)).command());
            }
        }
        String what = event.fire() ? "inject " : "heal ";
        return new Part("at " + Durations.format(event.at()) + ": " + what + String.join(", ", event.faults())
            + event.ramp().map(PlanScript::described).orElse(""), commands);
    }

    /** Returns the movements of a step that waits for an event, which a script does not. */
    private static Part waiting(Plan plan, Step step) {
        List<String> commands = new ArrayList<>();
        for (Plan.Event event : Plan.turn(step, Duration.ZERO)) {
            commands.addAll(moment(plan, event, event.at()).commands());
        }
        return new Part("when { " + step.when().orElseThrow() + " }, for which a script does not wait: inject " + String.join(", ", step.inject()) + ", and heal it", commands);
    }

    private static String described(Ramp ramp) {
        return ", changing from " + ramp.from() + " to " + ramp.to() + " in " + Durations.format(ramp.over()) + ", which a script does not";
    }

    private static String named(HostPlan host) {
        return host.host().label() + " (" + host.host().origin() + ")";
    }

    private static List<String> commands(List<Operation> operations) {
        return operations.stream().map(Operation::command).toList();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
