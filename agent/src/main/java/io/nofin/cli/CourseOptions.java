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

/** Options for when and how often a fault fires, what it tolerates, which backend carries it out, and which artifacts are kept. */
final class CourseOptions {

    private static final String NAME = "ad-hoc";

    @Option(names = "--for", required = true, paramLabel = "DURATION", description = "How long the fault lasts: 250ms, 10s, 2m.")
    private Duration length;

    @Option(names = "--repeat", paramLabel = "every=DURATION,times=N",
        description = "Fire the fault repeatedly: every=2s,times=5 starts it five times, one start every two seconds.")
    private Repeat repeat;

    @Option(names = "--max-duration", paramLabel = "DURATION", description = "The longest time that the whole run may take. Needed where it takes longer than 10m.")
    private Duration maxDuration;

    @Option(names = "--optional", description = "Accept that the fault matches no packet. Without this option that is a failure (exit code 1).")
    private boolean optional;

    @Option(names = "--on-wipe", paramLabel = "WHAT", completionCandidates = OptionWords.OnWipes.class,
        description = "When somebody else removes the fault's rules: fail (default), or restore them. The run does not pass in either case.")
    private OnWipe onWipe;

    @Option(names = "--on-restart", paramLabel = "THEN", completionCandidates = OptionWords.OnRestarts.class,
        description = "When a container of the targets starts or restarts during the run: reapply the fault (default), forget it"
            + " there, or fail.")
    private OnRestart onRestart;

    @Option(names = "--allow-host", description = "Permit the host itself as a target. Needed for --target host.")
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

    /** Returns the settings of the fault as an entry under {@code faults} has them. */
    Map<String, Object> settings() {
        return Map.of("optional", optional, "on-restart", onRestart().word(), "on-wipe", onWipe().word());
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

    /**
     * Returns the target if it may be faulted.
     *
     * @throws UsageException when it is the host itself and {@code --allow-host} is not given
     */
    TargetSpec guarded(TargetSpec target) throws UsageException {
        if (target instanceof TargetSpec.Host && !allowHost) {
            throw new UsageException("the host itself is not a target by default: add --allow-host to fault it");
        }
        return target;
    }

    /**
     * Builds a scenario that fires the fault at once.
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
