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
 * Runs one scenario: finds the hosts, arms, follows the timeline, reads the proof, disarms. Whatever happens, when this
 * returns or throws, nothing of the run is left in the kernel, unless the kernel itself refused to let go; then it says so.
 */
public final class ScenarioRunner {

    private static final int DRAWN_SEEDS = 1_000_000;

    private ScenarioRunner() {
    }

    /**
     * Runs for root to the end, or until cancelled, by the cancellation or by the host's kill switch.
     *
     * @param config what holds for all faults on this host
     * @throws io.nofin.api.TargetNotFoundException        when a target or peer is not there
     * @throws io.nofin.api.UnsupportedHostException       when this host cannot do it
     * @throws io.nofin.unit.BadValueException                when a filter does not compile
     * @throws IOException                                    when the kernel refuses to arm or to disarm
     */
    public static RunResult run(Scenario scenario, HostConfig config, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        return run(scenario, RunAuthority.of(scenario, config, true), resolver, artifacts, listener, cancellation);
    }

    /** The same on somebody's behalf. */
    public static RunResult run(Scenario scenario, RunAuthority runAuthority, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        return run(RunId.draw(), scenario, runAuthority, resolver, artifacts, listener, cancellation);
    }

    /**
     * The same under an id that is drawn already.
     *
     * @param id which no other run has
     */
    public static RunResult run(RunId id, Scenario scenario, RunAuthority runAuthority, TargetResolver resolver, Artifacts artifacts, RunListener listener,
            Cancellation cancellation) throws IOException {
        try (ArmedRun run = ArmedRun.arm(id, scenario, runAuthority, resolver, artifacts, listener, cancellation)) {
            run.followTimeline();
            return run.conclude();
        }
    }

    /** What a run would do for root, without doing it; only looks. */
    public static Plan plan(Scenario scenario, HostConfig config, TargetResolver resolver) throws IOException {
        return plan(scenario, RunAuthority.of(scenario, config, true), resolver);
    }

    /** The same on somebody's behalf. */
    public static Plan plan(Scenario scenario, RunAuthority runAuthority, TargetResolver resolver) throws IOException {
        Price.of(scenario).check(runAuthority.config().budget());
        try (RunHosts runHosts = RunHosts.onPaper(scenario, SafetyLimits.of(scenario, runAuthority), resolver)) {
            runHosts.price(runAuthority.config().budget());
            return Planner.plan(RunId.draw(), seed(scenario), scenario, runHosts.hosts()).noting(runHosts.sharing());
        }
    }

    /** The scenario's, or one drawn, short enough to be typed. */
    static long seed(Scenario scenario) {
        return scenario.seed().orElseGet(() -> new SecureRandom().nextInt(DRAWN_SEEDS));
    }
}
