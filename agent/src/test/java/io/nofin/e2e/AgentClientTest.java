package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.FaultState;
import io.nofin.api.Form;
import io.nofin.api.TargetNotFoundException;
import io.nofin.client.AgentClient;
import io.nofin.client.AgentException;
import io.nofin.client.AgentSocket;
import io.nofin.client.Lease;
import io.nofin.testing.Nofin;
import io.nofin.yaml.InvalidDocumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Programs have an agent arm, fire, heal and remove faults by hand. */
class AgentClientTest extends InWorld {

    private static final Map<String, Object> CUT = Map.of(
        "on", List.of("netns:app"), "peers", List.of("netns:peer"), "ports", List.of(7), "drop", "silent", "for", "1m", "armed-only", true);

    @Test
    void firesAndHealsFaultsByHand() throws Exception {
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
                AgentClient client = AgentClient.at(new AgentSocket(world.seen("/run/nofin/agent.sock")))) {
            FaultState armed = client.put("cut", CUT, Optional.empty());
            assertEquals("drop: silent", armed.effect());
            assertFalse(armed.firing());
            assertReaches(PEER);

            FaultState firing = client.fire("cut", Duration.ofSeconds(30));
            assertTrue(firing.remaining().orElseThrow().toSeconds() <= 30);
            assertFalse(reaches(PEER));
            assertEquals(List.of("cut"), client.faults().stream().map(FaultState::name).toList());

            assertFalse(client.heal("cut").firing());
            assertReaches(PEER);
            assertTrue(client.remove("cut", Form.TEXT).contains("drop: silent"));
            assertEquals(404, assertThrows(AgentException.class, () -> client.fault("cut")).status());
            assertEquals(List.of(), world.traces("app"));
            agent.signal("TERM").await();
        }
    }

    @Test
    void endsFaultsWithTheirLease() throws Exception {
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
                AgentClient client = AgentClient.at(new AgentSocket(world.seen("/run/nofin/agent.sock")))) {
            try (Lease lease = client.lease()) {
                client.put("cut", CUT, Optional.of(lease));
                client.fire("cut", Duration.ofSeconds(30));
                assertFalse(reaches(PEER));
            }
            assertReaches(PEER);
            agent.signal("TERM").await();
        }
    }

    @Test
    void refusesAsThisProcessWould() throws Exception {
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
                AgentClient client = AgentClient.at(new AgentSocket(world.seen("/run/nofin/agent.sock")))) {
            InvalidDocumentException wrong = assertThrows(InvalidDocumentException.class, () -> client.plan("nofin: 1\n", Form.TEXT));
            assertTrue(wrong.problems().size() > 1, wrong.getMessage());
            assertThrows(TargetNotFoundException.class, () -> client.put("cut",
                Map.of("on", List.of("netns:nowhere"), "drop", "silent", "for", "1s"), Optional.empty()));
            agent.signal("TERM").await();
        }
    }
}
