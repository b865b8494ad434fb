package io.nofin.probe;

import io.nofin.api.ProbeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A probe's reaction to a disturbance, from its beginning to the beginning of the next one.
 *
 * @param before the state at the beginning
 * @param down   the first transition to down
 * @param failed the first transition to failed
 * @param up     the first transition to up after that; if the probe was not up before, the first one at all
 * @param median the median latency of the attempts that succeeded while it lasted; empty when none did
 */
public record Reaction(
        FaultWindow disturbance, ProbeState before, Optional<Transition> down, Optional<Transition> failed, Optional<Transition> up,
        Optional<Duration> median) {

    static List<Reaction> to(List<FaultWindow> disturbances, List<Transition> transitions, List<Attempt> attempts) {
        List<Reaction> reactions = new ArrayList<>();
        for (int i = 0; i < disturbances.size(); i++) {
            long start = disturbances.get(i).window().fromNanos();
            Optional<FaultWindow> next = disturbances.stream().skip(i + 1L).findFirst();
            List<Transition> since = transitions.stream().filter(change -> change.atNanos() - start >= 0
                && next.filter(later -> change.atNanos() - later.window().fromNanos() >= 0).isEmpty()).toList();
            ProbeState before = transitions.stream().filter(change -> change.atNanos() - start < 0).reduce((earlier, later) -> later)
                .map(Transition::to).orElse(ProbeState.CONNECTING);
            reactions.add(of(disturbances.get(i), before, since, attempts));
        }
        return reactions;
    }

    private static Reaction of(FaultWindow disturbance, ProbeState before, List<Transition> since, List<Attempt> attempts) {
        return new Reaction(disturbance, before, first(since, change -> change.to() == ProbeState.DOWN),
            first(since, change -> change.to() == ProbeState.FAILED), first(since, change -> change.to() == ProbeState.UP),
            median(attempts.stream().filter(attempt -> attempt.succeededWithin(disturbance.window())).toList()));
    }

    private static Optional<Duration> median(List<Attempt> succeeded) {
        return succeeded.stream().flatMap(attempt -> attempt.latency().stream()).sorted().skip(succeeded.size() / 2).findFirst();
    }

    private static Optional<Transition> first(List<Transition> since, Predicate<Transition> which) {
        return since.stream().filter(which).findFirst();
    }

    /** Returns whether the probe stayed up throughout the disturbance. */
    public boolean stayedUp() {
        return before == ProbeState.UP && down.isEmpty();
    }

    /** Returns the time from the beginning of the disturbance to {@code change}. */
    public Duration sinceBeginning(Transition change) {
        return Duration.ofNanos(change.atNanos() - disturbance.window().fromNanos());
    }

    /** Returns the time from the heal to {@code change}; negative when the change came before it. */
    public Duration sinceHeal(Transition change) {
        return Duration.ofNanos(change.atNanos() - disturbance.window().toNanos());
    }
}
