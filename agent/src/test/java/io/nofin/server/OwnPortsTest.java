package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.config.AgentConfig;
import io.nofin.config.AgentConfig.Listener;
import io.nofin.config.HostConfig;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Limits;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protection;
import io.nofin.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnPortsTest {

    private static final HostConfig CONFIG = new HostConfig(
        new Limits(Optional.empty(), OptionalInt.of(3), new Protection(List.of(), PortSet.parse(List.of("22")))), Optional.empty());

    private final OwnPorts ports = OwnPorts.of(new AgentConfig(Path.of("/run/nofin/agent.sock"), "nofin", List.of(new Listener(
        new Endpoint("127.0.0.1", 7440), Optional.of(Path.of("/t")), Optional.empty(), List.of())), AgentConfig.Trust.NONE, false, Path.of("/a"), AgentConfig.Quota.STANDARD));

    @Test
    void areLeftAloneWhereTheHostIsFaulted() {
        HostConfig config = ports.protect(CONFIG, scenario(true));

        assertEquals(PortSet.parse(List.of("22", "7440")), config.limits().protect().ports());
        assertEquals(OptionalInt.of(3), config.limits().maxTargets());
    }

    @Test
    void areLikeAnyOthersElsewhere() {
        assertEquals(CONFIG, ports.protect(CONFIG, scenario(false)));
    }

    private static Scenario scenario(boolean allowHost) {
        return new Scenario("test", "", OptionalLong.empty(), allowHost, Map.of(), Map.of(), Map.of(), List.of(), Map.of());
    }
}
