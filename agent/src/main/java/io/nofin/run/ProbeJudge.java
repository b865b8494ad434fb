package io.nofin.run;

import io.nofin.api.ProbeState;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.Reaction;
import io.nofin.probe.Transition;
import io.nofin.scenario.ProbeExpectation;
import io.nofin.unit.Durations;
import io.nofin.witness.measure.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Judges what a probe was expected to notice. */
record ProbeJudge(MonitorResult probe, List<FaultWindow> disturbances) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    Judgement judge(ProbeExpectation expectation) {
        Verdict verdict;
        if (expectation instanceof ProbeExpectation.DownWithin down) {
            verdict = each(down.fault(), reaction -> down(reaction, down.limit()));
        } else if (expectation instanceof ProbeExpectation.UpWithin up) {
            verdict = each(up.fault(), reaction -> up(reaction, up.limit()));
        } else if (expectation instanceof ProbeExpectation.FailedAfter failed) {
            verdict = failed(failed.attempts());
        } else {
            verdict = staysUp();
        }
        return new Judgement(expectation, verdict, "probe " + probe.name());
    }

    /** Judges each time that the fault was in force. */
    private Verdict each(String fault, Function<Reaction, Verdict> judge) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Reaction reaction : probe.reactions(disturbances)) {
            if (reaction.disturbance().faults().contains(fault)) {
                verdicts.add(judge.apply(reaction));
            }
        }
        return verdicts.isEmpty() ? Verdict.no(fault + " was never in force") : VerdictLogic.all(verdicts);
    }

    private static Verdict down(Reaction reaction, Duration limit) {
        if (reaction.before() != ProbeState.UP) {
            return Verdict.no("it was " + reaction.before() + " before the fault began");
        }
        Optional<Duration> after = reaction.down().or(reaction::failed).map(reaction::sinceBeginning);
        return after.map(time -> decide(time.compareTo(limit) <= 0, "down " + words(time) + " after the fault began"))
            .orElse(Verdict.no("it stayed up"));
    }

    private static Verdict up(Reaction reaction, Duration limit) {
        if (reaction.stayedUp()) {
            return Verdict.yes("it stayed up");
        }
        Optional<Duration> after = reaction.up().map(reaction::sinceHeal);
        return after.map(time -> decide(time.compareTo(limit) <= 0, time.isNegative() ? "up again before the heal"
            : "up " + words(time) + " after the heal")).orElse(Verdict.no("it was not up again"));
    }

    private Verdict failed(int attempts) {
        List<Transition> failures = probe.transitions().stream().filter(change -> change.to() == ProbeState.FAILED).toList();
        if (failures.isEmpty()) {
            return Verdict.no("it never reached the state failed");
        }
        int least = failures.stream().mapToInt(Transition::failures).min().getAsInt();
        return decide(failures.stream().anyMatch(change -> change.failures() == attempts), "failed after " + least + " attempts");
    }

    private Verdict staysUp() {
        List<Transition> changes = probe.transitions();
        if (changes.stream().noneMatch(change -> change.to() == ProbeState.UP)) {
            return Verdict.no("it was never up");
        }
        return changes.stream().filter(change -> change.from() == ProbeState.UP).findFirst()
            .map(change -> Verdict.no("it went " + change.to() + ": " + change.reason())).orElse(Verdict.yes("it stayed up"));
    }

    private static Verdict decide(boolean holds, String seen) {
        return holds ? Verdict.yes(seen) : Verdict.no(seen);
    }

    private static String words(Duration time) {
        return Durations.format(Duration.ofMillis(Math.round((double) time.toNanos() / NANOS_PER_MILLI)));
    }
}
