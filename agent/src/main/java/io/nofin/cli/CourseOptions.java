package io.nofin.cli;

import io.nofin.scenario.Fault;
import io.nofin.scenario.Limits;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long and how often a fault from the command line is in force, what it puts up with, who does it, and what is kept of it. */
final class CourseOptions {

    private static final String NAME = "ad-hoc";

    @Option(names = "--for", required = true, paramLabel = "DURATION", description = "How long: 250ms, 10s, 2m.")
    private Duration length;

    @Option(names = "--repeat", paramLabel = "every=DURATION,times=N",
        description = "Again and again: every=2s,times=5 is five times, from one start to the next two seconds.")
    private Repeat repeat;

    @Option(names = "--max-duration", paramLabel = "DURATION", description = "Needed where all of it takes longer than 10m: as long as that, or longer.")
    private Duration maxDuration;

    @Option(names = "--optional", description = "Matching no packet is fine; without it, that is a failure (exit code 1).")
    private boolean optional;

    @Option(names = "--on-wipe", paramLabel = "WHAT", completionCandidates = OptionWords.OnWipes.class,
        description = "When somebody else takes the fault's rules away: fail (default), or restore them. The run does not pass either way.")
    private OnWipe onWipe;

    @Option(names = "--on-restart", paramLabel = "THEN", completionCandidates = OptionWords.OnRestarts.class,
        description = "When a container of the targets starts meanwhile, again or for the first time: reapply the fault (default), forget it"
            + " there, or fail.")
    private OnRestart onRestart;

    @Option(names = "--allow-host", description = "Needed for --target host.")
    private boolean allowHost;

    @Mixin
    private BackendOptions backends;

    @Mixin
    private ArtifactOptions keep;

    BackendOptions backends() {
        return backends;
    }

    ArtifactOptions keep() {
        return keep;
    }

    boolean optional() {
        return optional;
    }

    OnRestart onRestart() {
        return onRestart == null ? OnRestart.REAPPLY : onRestart;
    }

    OnWipe onWipe() {
        return onWipe == null ? OnWipe.FAIL : onWipe;
    }

    /** @throws UsageException when it is the host itself, and nobody said that it may be */
    TargetSpec guarded(TargetSpec target) throws UsageException {
        if (target instanceof TargetSpec.Host && !allowHost) {
            throw new UsageException("the host itself is left alone: say --allow-host if you mean it");
        }
        return target;
    }

    /**
     * The fault from now on.
     *
     * @throws io.nofin.unit.BadValueException when it would begin again before it ends, or never end
     */
    Scenario scenario(String name, String headline, OptionalLong seed, Map<String, TargetSpec> targets, Fault fault) {
        Step step = repeat == null ? Step.once(Duration.ZERO, List.of(name), length)
            : new Step(Duration.ZERO, List.of(name), length, repeat.every(), repeat.times());
        return new Scenario(NAME, headline, seed, allowHost, targets, Map.of(), Map.of(name, fault), List.of(step), Map.of(), List.of(), false,
            Limits.of(Optional.ofNullable(maxDuration)));
    }
}
