package io.nofin.run;

import io.nofin.api.Artifacts;
import io.nofin.api.Cancellation;
import io.nofin.api.RunListener;
import io.nofin.config.HostConfig;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.RunId;
import io.nofin.scenario.Price;
import io.nofin.scenario.Scenario;
import io.nofin.target.TargetResolver;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Runs one scenario: finds the hosts, arms, follows the timeline, reads the evidence, disarms. When it returns or throws, nothing of
 * the run is left in the kernel, unless the kernel refused to remove it, which is reported.
 */
public final class ScenarioRunner {

    private static final int DRAWN_SEEDS = 1_000_000;

    private ScenarioRunner() {
    }

    /**
     * Runs a scenario for root to its end, or until the cancellation or the host's kill switch ends it.
     *
     * @param config the limits of this host
     * @throws io.nofin.api.TargetNotFoundException        when a target or peer is not found
     * @throws io.nofin.api.UnsupportedHostException       when this host cannot do it
     * @throws io.nofin.unit.BadValueException                when a filter does not compile
     * @throws IOException                                    when the kernel refuses to arm or to disarm
     */
    public static RunResult run(Scenario scenario, HostConfig config, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        return run(scenario, RunAuthority.of(scenario, config, true), resolver, artifacts, listener, cancellation);
    }

    /** Runs a scenario on behalf of somebody. */
    public static RunResult run(Scenario scenario, RunAuthority runAuthority, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        return run(RunId.draw(), scenario, runAuthority, resolver, artifacts, listener, cancellation);
    }

    /**
     * Runs a scenario on behalf of somebody, under an id that was chosen before.
     *
     * @param id an id that no other run has
     */
    public static RunResult run(RunId id, Scenario scenario, RunAuthority runAuthority, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        try (ArmedRun run = ArmedRun.arm(id, scenario, runAuthority, resolver, artifacts, listener, cancellation)) {
            run.followTimeline();
            return run.conclude();
        }
    }

    /** Plans a run for root without changing anything. */
    public static Plan plan(Scenario scenario, HostConfig config, TargetResolver resolver) throws IOException {
        return plan(scenario, RunAuthority.of(scenario, config, true), resolver);
    }

    /** Plans a run on behalf of somebody, without changing anything. */
    public static Plan plan(Scenario scenario, RunAuthority runAuthority, TargetResolver resolver) throws IOException {
        Price.of(scenario).check(runAuthority.config().budget());
        try (RunHosts runHosts = RunHosts.onPaper(scenario, SafetyLimits.of(scenario, runAuthority), resolver)) {
            return Planner.plan(RunId.draw(), seed(scenario), scenario, runHosts.hosts()).noting(runHosts.sharing());
        }
    }

    /** Returns the scenario's seed, or one chosen at random, short enough to type. */
    static long seed(Scenario scenario) {
        return scenario.seed().orElseGet(() -> new SecureRandom().nextInt(DRAWN_SEEDS));
    }
}
