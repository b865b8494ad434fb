package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Finds faults that would be injected while they are in force already: healing one turn would end the other. */
final class Overlaps {

    private Overlaps() {
    }

    /** Examines no more turns than a run may have; a scenario with more is refused for that. */
    static void report(List<PlacedStep> steps, Budget budget) {
        if (Price.turns(steps.stream().map(PlacedStep::step).toList()) > budget.of(Cost.TURNS)) {
            return;
        }
        Map<String, List<PlacedStep>> byFault = new LinkedHashMap<>();
        for (PlacedStep placed : steps) {
            placed.step().inject().forEach(fault -> byFault.computeIfAbsent(fault, key -> new ArrayList<>()).add(placed));
        }
        byFault.forEach((fault, placed) -> {
            List<PlacedStep> triggered = placed.stream().filter(step -> step.step().when().isPresent()).toList();
            if (placed.size() > 1 && !triggered.isEmpty()) {
                triggered.get(0).value().report("'" + fault + "' is injected by another step, too, and could be in force already",
                    "define a second fault with the same keys, and inject that one here");
            } else if (placed.size() > 1) {        // turns of a single step do not overlap
                sweep(fault, placed);
            }
        });
    }

    /** One injection of a step. */
    private record Turn(PlacedStep placed, int number, Duration start) {

        static Turn of(PlacedStep placed, int number) {
            Step step = placed.step();
            return new Turn(placed, number, step.at().plus(step.every().multipliedBy(number)));
        }

        Duration end() {
            return start.plus(placed.step().length());
        }

        boolean isLast() {
            return number == placed.step().times() - 1;
        }
    }

    /** Goes through the turns of all steps by time. A step that was reported is skipped from there on. */
    private static void sweep(String fault, List<PlacedStep> steps) {
        PriorityQueue<Turn> next = new PriorityQueue<>(
            Comparator.comparing(Turn::start).thenComparingInt(turn -> turn.placed().index()));
        steps.forEach(step -> next.add(Turn.of(step, 0)));
        Turn before = null;
        while (!next.isEmpty()) {
            Turn turn = next.poll();
            if (before != null && turn.start().compareTo(before.end()) < 0) {
                reportOverlap(fault, before, turn);
                continue;
            }
            before = turn;
            if (!turn.isLast()) {
                next.add(Turn.of(turn.placed(), turn.number() + 1));
            }
        }
    }

    private static void reportOverlap(String fault, Turn before, Turn turn) {
        Value other = before.placed().value();
        turn.placed().value().report("'" + fault + "' starts at " + Durations.format(turn.start()) + ", while " + other.path()
            + " (line " + other.node().at().line() + ") has it in force from " + Durations.format(before.start()) + " to "
            + Durations.format(before.end()), "move or shorten one of them");
    }
}
