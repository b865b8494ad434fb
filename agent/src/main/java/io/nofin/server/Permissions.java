package io.nofin.server;

import io.nofin.api.ErrorKind;
import io.nofin.config.AgentConfig;
import io.nofin.config.HostConfig;
import io.nofin.run.RunAuthority;
import io.nofin.scenario.Callback;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether this host does what a scenario asks for on behalf of a caller: run commands and send webhooks, both as root, and
 * fault its own network or probe from there.
 *
 * @param trust what the configuration permits to callers other than root on the socket
 */
record Permissions(AgentConfig.Trust trust) {

    /**
     * Returns the authority under which a caller's scenario runs.
     *
     * @param config the limits of this host
     * @throws ApiError when the scenario needs something that this caller may not have
     */
    RunAuthority authority(Scenario scenario, HostConfig config, Caller caller) throws IOException {
        if (!caller.root()) {
            if (!trust.exec()) {
                refuse(commands(scenario), "the agent runs commands only for root on its socket", "exec: true");
                refuse(webhooks(scenario), "the agent sends webhooks of users other than root only where its configuration says so",
                    "webhooks: [PREFIX]");
            }
            if (!trust.allowHost()) {
                refuse(uses(scenario), "only root on the agent's socket may fault this host's own network, or probe from it", "allow-host: true");
            }
        }
        return RunAuthority.of(scenario, config, caller.root(), caller.person());
    }

    private static void refuse(List<String> places, String why, String key) {
        if (!places.isEmpty()) {
            throw ApiError.of(ErrorKind.FORBIDDEN, String.join(", ", places) + ": " + why,
                "leave it out, ask as root, or permit it with agent." + key + " in the configuration");
        }
    }

    private static List<String> commands(Scenario scenario) {
        List<String> commands = new ArrayList<>(scenario.commands());
        scenario.lab().forEach((name, host) -> {
            if (!host.run().isEmpty()) {
                commands.add("lab.hosts." + name + ".run");
            }
        });
        return commands;
    }

    private List<String> webhooks(Scenario scenario) {
        List<String> webhooks = new ArrayList<>();
        scenario.probes().forEach((name, probe) -> probe.callbacks().forEach((occasion, callback) -> {
            if (callback instanceof Callback.Webhook webhook && trust.webhooks().stream().noneMatch(prefix -> prefix.covers(webhook.url()))) {
                webhooks.add("probes." + name + "." + occasion.word() + ".webhook");
            }
        }));
        return webhooks;
    }

    private static List<String> uses(Scenario scenario) {
        List<String> uses = new ArrayList<>();
        scenario.selections().forEach((place, fault) -> {
            if (fault.targets().stream().anyMatch(target -> isHost(scenario, target))) {
                uses.add(place);
            }
        });
        scenario.probes().forEach((name, probe) -> {
            if (isHost(scenario, probe.from())) {
                uses.add("probes." + name + ".from");
            }
        });
        return uses;
    }

    private static boolean isHost(Scenario scenario, String target) {
        return scenario.targets().get(target) instanceof TargetSpec.Host;
    }
}
