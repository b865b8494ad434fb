package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The agent's account of who talks to whom agrees with what iptables has counted at the other end. */
class TrafficTest extends InWorld {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXCHANGES = 40;

    @Test
    void countsThePacketsOfOpenConnectionsBothWays() throws Exception {
        world.sh("ip netns exec peer iptables -I INPUT -p tcp --dport 7; ip netns exec peer iptables -I OUTPUT -p tcp --sport 7");
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
                Socket socket = app.call(() -> new Socket(PEER, 7))) {
            exchange(socket, 1);
            assertEquals(0, traffic().get("seconds").asDouble(), "nothing to compare with");
            world.sh("ip netns exec peer iptables -Z");
            exchange(socket, EXCHANGES);
            AtomicReference<JsonNode> seen = new AtomicReference<>();
            Wait.until("somebody has looked anew", () -> {
                seen.set(traffic());
                return packets(seen.get(), "netns:app", "netns:peer") > 0;
            });

            assertTrue(counted("INPUT") >= EXCHANGES, "iptables counts");
            assertEquals(counted("INPUT"), packets(seen.get(), "netns:app", "netns:peer"), seen.toString());
            assertEquals(counted("OUTPUT"), packets(seen.get(), "netns:peer", "netns:app"), seen.toString());
            agent.signal("TERM").await();
        }
    }

    private void exchange(Socket socket, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            socket.getOutputStream().write('x');
            assertEquals('x', socket.getInputStream().read());
        }
        Wait.until("the last acknowledgement has come", () -> acknowledged(socket));
    }

    private JsonNode traffic() throws Exception {
        return JSON.readTree(world.sh("curl -sS --fail-with-body --unix-socket /run/nofin/agent.sock http://localhost/v1/traffic"));
    }

    private boolean acknowledged(Socket socket) throws Exception {
        return !world.sh("ip netns exec peer ss -Htni sport = :7 and dport = :" + socket.getLocalPort()).contains("unacked");
    }

    private long counted(String chain) throws Exception {
        return Long.parseLong(world.sh("ip netns exec peer iptables -nvxL " + chain + " 1 | awk '{ print $1 }'").strip());
    }

    private static long packets(JsonNode traffic, String from, String to) {
        for (JsonNode edge : traffic.get("edges")) {
            if (edge.get("from").asText().equals(from) && edge.get("to").asText().equals(to)) {
                return Math.round(edge.get("packets-per-second").asDouble() * traffic.get("seconds").asDouble());
            }
        }
        return 0;
    }
}
