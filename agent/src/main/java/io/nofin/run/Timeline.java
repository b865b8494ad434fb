package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.inject.ArmedFaults;
import io.nofin.plan.Plan;
import io.nofin.queue.TriggerCounts;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.FaultTurn;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Step;
import io.nofin.scenario.Trigger;
import io.nofin.unit.Durations;
import io.nofin.witness.measure.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Fires, changes and heals by the clock, on an absolute schedule, so that a late step does not delay later ones, and by the events that
 * steps wait for. Faults that still fire when it is cancelled are healed. Not thread-safe.
 */
final class Timeline {

    private final Scenario scenario;
    private final ArmedFaults armedFaults;
    private final ActiveFaults activeFaults;
    private final RunObservers runObservers;
    private final TriggerWatch triggerWatch;
    private final Cancellation cancellation;
    private final Ramps ramps;
    private final Queue<Moment> moments = new PriorityQueue<>(Comparator.comparing(Moment::at).thenComparing(Moment::isFiring).thenComparing(Moment::number));
    private final List<String> missed = new ArrayList<>();
    private final List<TriggerResult> triggered = new ArrayList<>();
    private int numbers;

    /**
     * Something to do at a time.
     *
     * @param at     the time since the start of the timeline
     * @param number the place among those of the same time
     * @param event  what to do; empty for the end of the wait for a step's event
     * @param step   the step that waits, in that case
     */
    private record Moment(Duration at, int number, Optional<Plan.Event> event, int step) {

        boolean isFiring() {
            return event.filter(Plan.Event::fire).isPresent();
        }
    }

    Timeline(Scenario scenario, ArmedFaults armedFaults, ActiveFaults activeFaults, RunObservers runObservers, TriggerWatch triggerWatch,
            Cancellation cancellation) {
        this.scenario = scenario;
        this.armedFaults = armedFaults;
        this.activeFaults = activeFaults;
        this.runObservers = runObservers;
        this.triggerWatch = triggerWatch;
        this.cancellation = cancellation;
        this.ramps = new Ramps(armedFaults);
        armedFaults.plan().timeline().forEach(this::add);
        for (int number = 0; number < scenario.timeline().size(); number++) {
            int step = number;
            scenario.timeline().get(step).when().ifPresent(trigger -> moments.add(new Moment(trigger.within(), numbers++, Optional.empty(), step)));
        }
    }

    /**
     * Runs to the end, or until cancelled.
     *
     * @return a sentence for each step whose event did not come in time
     */
    List<String> run() throws IOException {
        try {
            awaitPackets();
            while (!moments.isEmpty() && !cancellation.isCancelled()) {
                proceed(moments.element());
            }
        } finally {
            triggerWatch.release();
            activeFaults.healAll();
        }
        return List.copyOf(missed);
    }

    /** Returns the packets that began steps. */
    List<TriggerResult> triggered() {
        return List.copyOf(triggered);
    }

    private void awaitPackets() throws IOException {
        triggerWatch.begin();
        armedFaults.listen(triggerWatch);
        for (int number = 0; number < scenario.timeline().size(); number++) {
            Step step = scenario.timeline().get(number);
            if (step.packet().isPresent()) {
                runObservers.firing(step.inject());
                Plan.turn(step, Duration.ZERO);         // loads what it takes before a packet waits for it
                armedFaults.await(number, step.when().orElseThrow().within());
            }
        }
    }

    /** Waits for the next moment and does what it asks for, unless an event comes first that a step waits for. */
    private void proceed(Moment next) throws IOException {
        if (next.isFiring()) {
            if (!isAwaited(next.at().minus(RunObservers.NOTICE))) {
                return;
            }
            runObservers.firing(next.event().orElseThrow().faults());
        }
        if (isAwaited(next.at())) {
            moments.remove(next);
            if (next.event().isPresent()) {
                move(next.event().get());
            } else {
                miss(next.step());
            }
        }
    }

    private void move(Plan.Event event) throws IOException {
        if (event.fire()) {
            ramps.prepare(event);
            activeFaults.fire(event.at(), event.faults(), event.length(), event.ramp());
            ramps.start(event);
        } else {
            ramps.end(event.faults());
            activeFaults.heal(event.at(), event.faults());
        }
        triggerWatch.became(event.faults(), event.fire() ? FaultTurn.FIRED : FaultTurn.HEALED);
    }

    /** Waits for a time since the start of the timeline; returns false where the run was cancelled, or a step's event came, before. */
    private boolean isAwaited(Duration at) throws IOException {
        long until = activeFaults.startNanos() + at.toNanos();
        while (true) {
            long change = ramps.nextChange(until);
            Optional<TriggerWatch.Occurrence> occurred = triggerWatch.await(change);
            if (occurred.isPresent()) {
                begin(occurred.get());
                return false;
            }
            if (cancellation.isCancelled()) {
                return false;
            }
            if (change == until) {
                return true;
            }
            ramps.climb();
        }
    }

    /** Enters a step whose event has come. Where it is a packet, which waits, the faults fire at once. */
    private void begin(TriggerWatch.Occurrence occurrence) throws IOException {
        Step step = scenario.timeline().get(occurrence.step());
        moments.removeIf(moment -> moment.event().isEmpty() && moment.step() == occurrence.step());
        Duration came = Duration.ofNanos(occurrence.atNanos() - activeFaults.startNanos());
        List<Plan.Event> turn = Plan.turn(step, came.plus(step.when().orElseThrow().plus()));
        if (occurrence.packet().isPresent()) {
            begin(step, occurrence, came, turn);
        } else {
            turn.forEach(this::add);
        }
    }

    private void begin(Step step, TriggerWatch.Occurrence occurrence, Duration came, List<Plan.Event> turn) throws IOException {
        TriggerWatch.Held held = occurrence.packet().orElseThrow();
        boolean isAtOnce = step.when().orElseThrow().plus().isZero();
        try {
            if (isAtOnce) {
                move(turn.get(0));
                add(turn.get(1));
            } else {
                turn.forEach(this::add);
            }
        } finally {
            try {
                armedFaults.disregard(occurrence.step());
            } finally {
                held.release();
            }
        }
        Duration took = isAtOnce ? Duration.ofNanos(System.nanoTime() - occurrence.atNanos()) : Duration.ZERO;
        triggered.add(new TriggerResult(occurrence.step(), step.when().get().toString(), step.inject(), held.host(), came, held.packet(), took,
            armedFaults.counts(occurrence.step()), exactness(step, took)));
    }

    private static Verdict exactness(Step step, Duration took) {
        Duration plus = step.when().orElseThrow().plus();
        if (!plus.isZero()) {
            return Verdict.no("the step says plus: " + Durations.format(plus));
        }
        return took.compareTo(TriggerWatch.PATIENCE) < 0
            ? Verdict.yes("the packet, and those behind it, waited " + Durations.format(took.truncatedTo(ChronoUnit.MICROS)) + " until all gates were open")
            : Verdict.no("the packet went on after " + Durations.format(TriggerWatch.PATIENCE) + ", before all gates were open");
    }

    private void miss(int number) throws IOException {
        Trigger trigger = scenario.timeline().get(number).when().orElseThrow();
        if (triggerWatch.forget(number)) {
            String seen = "";
            if (trigger.event() instanceof Trigger.PacketSeen packet) {
                armedFaults.disregard(number);
                seen = ": " + seen(packet, armedFaults.counts(number));
            }
            missed.add("timeline[" + number + "] did not begin: within " + Durations.format(trigger.within()) + " nothing happened of when: { " + trigger + " }" + seen);
        }
    }

    /** Says which of the conditions saw how many packets. */
    private static String seen(Trigger.PacketSeen packet, TriggerCounts counts) {
        StringBuilder text = new StringBuilder(counts.selected() + " packets passed that the selector selects");
        if (!packet.content().flags().isEmpty() || packet.content().state() != ConnectionState.ALL) {
            text.append(", ").append(counts.inState()).append(" of them with these flags in that state");
        }
        if (packet.content().hasData()) {
            text.append(", ").append(counts.withData()).append(" of those with data");
        }
        if (packet.content().contains().isPresent()) {
            text.append(", ").append(counts.containing()).append(" of those with the pattern in them");
        }
        return text.append(packet.nth() > 1 ? ", and number " + packet.nth() + " is waited for; repetitions by TCP do not count" : "").toString();
    }

    private void add(Plan.Event event) {
        moments.add(new Moment(event.at(), numbers++, Optional.of(event), -1));
    }
}
