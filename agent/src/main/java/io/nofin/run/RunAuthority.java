package io.nofin.run;

import io.nofin.config.HostConfig;
import io.nofin.plan.Exemption;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetNames;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The user on whose behalf a run takes place, and what the run may do.
 *
 * @param owner    the user's name for people; empty where it is unknown
 * @param config   the limits of this host
 * @param root     whether the user is root on this host
 * @param sessions the SSH connections of users who may have asked for the run; only where the host itself is a target
 */
public record RunAuthority(String owner, HostConfig config, boolean root, List<Exemption> sessions) {

    public RunAuthority {
        sessions = List.copyOf(sessions);
    }

    /** Returns the authority of this process's user, or of the user whom sudo(8) names. */
    public static RunAuthority of(Scenario scenario, HostConfig config, boolean root) throws IOException {
        return of(scenario, config, root, user());
    }

    /** Returns the name of this process's user, or of the user whom sudo(8) names. */
    public static String user() {
        return System.getenv().getOrDefault("SUDO_USER", System.getProperty("user.name", ""));
    }

    /** Returns the authority of {@code owner}. Looks up SSH connections at once, since the caller may be gone soon. */
    public static RunAuthority of(Scenario scenario, HostConfig config, boolean root, String owner) throws IOException {
        return new RunAuthority(owner, config, root, scenario.targets().containsValue(new TargetSpec.Host()) ? SshSession.exemptions() : List.of());
    }

    /**
     * Checks that a run may last so long. Without a max-duration in the configuration, runs of users other than root end after ten
     * minutes, whatever the scenario says.
     *
     * @throws BadValueException when this host does not allow a run, or a firing, of that length
     */
    public void admit(Duration length) {
        Optional<Duration> configured = config.limits().maxDuration();
        Duration longest = configured.orElse(root ? length : Limits.DEFAULT_MAX_DURATION);
        if (length.compareTo(longest) > 0) {
            throw new BadValueException("the run would last " + Durations.format(length) + ", and this host allows "
                + (configured.isPresent() ? "" : "users other than root ") + Durations.format(longest), "make the timeline shorter, or "
                + (configured.isPresent() ? "change" : "have root write") + " max-duration in " + config.file());
        }
    }

    /** Returns the client on whose behalf host names are asked for. */
    TargetNames.Client client() {
        return new TargetNames.Client(owner, root);
    }

    /** Tells whether connections from this host's own network are unrestricted. */
    boolean mayReachEverything() {
        return root || config.agent().trust().exec();
    }
}
