package io.nofin.run;

import io.nofin.config.HostConfig;
import io.nofin.config.HostConfigReader;
import io.nofin.plan.Exemption;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * On whose behalf a run is, and what it may do for them.
 *
 * @param owner    who they are, as people are told; empty where nobody knows
 * @param config   what holds for all faults on this host
 * @param root     whether they are root here
 * @param sessions the SSH connections through which those work who could have asked; only where the host itself is a target
 */
public record RunAuthority(String owner, HostConfig config, boolean root, List<Exemption> sessions) {

    public RunAuthority {
        sessions = List.copyOf(sessions);
    }

    /** For the user of this process, or whom sudo(8) names. */
    public static RunAuthority of(Scenario scenario, HostConfig config, boolean root) throws IOException {
        return of(scenario, config, root, user());
    }

    /** The user of this process, or whom sudo(8) names. */
    public static String user() {
        return System.getenv().getOrDefault("SUDO_USER", System.getProperty("user.name", ""));
    }

    /** Looks at once who is there: whoever asked may be gone in a moment. */
    public static RunAuthority of(Scenario scenario, HostConfig config, boolean root, String owner) throws IOException {
        return new RunAuthority(owner, config, root, scenario.targets().containsValue(new TargetSpec.Host()) ? SshSession.exemptions() : List.of());
    }

    /**
     * Whatever a scenario says: without a max-duration in the configuration, the runs of others than root end after ten minutes.
     *
     * @throws BadValueException when this host does not allow a run, or a firing by hand, to last so long
     */
    public void admit(Duration length) {
        Optional<Duration> configured = config.limits().maxDuration();
        Duration longest = configured.orElse(root ? length : Limits.DEFAULT_MAX_DURATION);
        if (length.compareTo(longest) > 0) {
            throw new BadValueException("the run would last " + Durations.format(length) + ", and this host allows "
                + (configured.isPresent() ? "" : "others than root ") + Durations.format(longest), "make the timeline shorter, or "
                + (configured.isPresent() ? "change" : "have root write") + " max-duration in " + HostConfigReader.FILE);
        }
    }

    /** Whether connections that this host itself makes may lead anywhere. */
    boolean mayReachEverything() {
        return root || config.agent().trust().exec();
    }
}
