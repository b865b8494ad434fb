package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.NativeScript;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on a share of the connections. */
class ConnectionsTest extends ChoosingWorld {

    @ParameterizedTest
    @CsvSource({"app, 10.99.0.2, nft", "app, 10.99.0.2, legacy", "app, fd00:99::2, nft", "app, fd00:99::2, legacy", "peer, 10.99.0.2, nft"})
    void aHitConnectionNeverOpensHoweverOftenItsSynIsSent(String on, String address, String backEnd) throws Exception {
        if (backEnd.equals("legacy")) {
            world.sh("for p in iptables ip6tables; do ip netns exec app $p-legacy -t mangle -S; done");
        }
        Nofin nofin = fire(7, on, "20%", "new", "drop: silent");
        try (nofin; Flows flows = Flows.open(app, "tcp", address, 7, MANY)) {
            Set<Integer> spared = flows.answered(MANY - HIT);
            assertTrue(world.rules(on).contains(on + " ip" + (address.contains(":") ? "6" : "") + "tables-" + backEnd + " -A NOFIN-"));

            flows.awaitRetries(7, 2);

            assertEquals(MANY - HIT, flows.connected());
            assertEquals(spared, flows.answerAgain(MANY - HIT));
            assertChosen(nofin, HIT, MANY - HIT);
        }
        assertNothingIsLeft();
    }

    @Test
    void theSameSeedHitsTheSameOnes() throws Exception {
        List<Set<Integer>> spared = new ArrayList<>();
        for (int seed : new int[] {7, 7, 8, 9, 10}) {
            try (Nofin nofin = fire(seed, "app", "20%", "all", "drop: silent"); Flows flows = Flows.open(app, "udp", PEER, 7, MANY)) {
                spared.add(flows.answered(MANY - HIT));
                nofin.signal("TERM").await();
            }
        }

        assertEquals(spared.get(0), spared.get(1));
        assertTrue(new HashSet<>(spared).size() > 2, spared.toString());
    }

    /**
     * Rules that hit each count for themselves: who comes between two of them must not be hit by both, nor by none. And nobody finds
     * the kernel's table full, which would be decided on anew.
     */
    @Test
    void theShareIsExactWhenFlowsBeginOnSeveralProcessorsAtOnce() throws Exception {
        int each = 5_000;
        int hit = 2 * each * 60 / 100;
        List<Flows> closing = new ArrayList<>();        // when all have begun, or ports come twice
        Nofin nofin = fire(7, "app", "60%", "all", "drop: silent");
        try (nofin) {
            Callable<Flows> sender = () -> Flows.open(app, "udp", PEER, 7, each);
            ExecutorService senders = Executors.newFixedThreadPool(2);
            try {
                for (Future<Flows> flows : senders.invokeAll(List.of(sender, sender))) {
                    closing.add(flows.get());
                }
            } finally {
                senders.shutdown();
            }

            assertEquals(List.of("Number of entries: " + (hit + 1)),          // the far end is the same for all
                world.sh("ip netns exec app ipset list -terse").lines().dropWhile(line -> !line.endsWith("-h4"))
                    .filter(line -> line.startsWith("Number")).limit(1).toList());
            assertChosen(nofin, hit, 2 * each - hit);
        }
        for (Flows flows : closing) {
            flows.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"app, 10.99.0.2", "app, fd00:99::2", "peer, 10.99.0.2"})
    void aFlowOfDatagramsKeepsItsFate(String on, String address) throws Exception {
        Nofin nofin = fire(7, on, "20%", "new", "drop: silent");
        try (nofin; Flows flows = Flows.open(app, "udp", address, 7, MANY)) {
            Set<Integer> spared = flows.answered(MANY - HIT);

            assertEquals(spared, flows.answerAgain(MANY - HIT));
            assertEquals(spared, flows.answerAgain(MANY - HIT));
            assertChosen(nofin, HIT, MANY - HIT);
        }
        assertNothingIsLeft();
    }

    /**
     * Established connections are those that were there before the fault fired. Only connection tracking knows how old a flow of datagrams
     * is, and it may be at work only since nofin's rules are there.
     */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void establishedMeansThoseThatWereThere(String transport) throws Exception {
        try (Flows before = Flows.open(app, transport, PEER, 7, MANY)) {
            before.answered(MANY);
            scenario(SOME.formatted(7, "app", "20%", "established", "drop: silent").replace("at: 0s", "at: 8s"));
            Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitSaying("armed");
            before.answerAgain(MANY);
            nofin.awaitFiring();
            try (nofin; Flows after = Flows.open(app, transport, PEER, 7, MANY)) {
                Set<Integer> spared = before.answerAgain(MANY - HIT);

                assertEquals(MANY, after.answered(MANY).size());
                assertEquals(spared, before.answerAgain(MANY - HIT));
                assertChosen(nofin, HIT, MANY - HIT);
            }
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop: silent", "reject: tcp-reset", "loss: 100%", "delay: 30s"})
    void newMeansThoseThatBeginWhileItFires(String effect) throws Exception {
        try (Flows before = Flows.open(app, "tcp", PEER, 7, MANY)) {
            before.answered(MANY);
            Nofin nofin = fire(7, "app", "80%", "new", effect);
            try (nofin; Flows after = Flows.open(app, "tcp", PEER, 7, MANY)) {
                assertEquals(HIT, after.answered(HIT).size());

                assertEquals(MANY, before.answerAgain(MANY).size());
                assertEquals(HIT, after.answerAgain(HIT).size());
                assertChosen(nofin, MANY - HIT, HIT);
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void theWitnessLooksAtTheHitOnesAlone() throws Exception {
        scenario(SOME.formatted(7, "app", "50%", "established", "drop: silent").replace("1m", "6s") + """
            witness: true
            expect: [{ fault: some, silent: true }]
            """);
        try (Flows before = Flows.open(app, "tcp", PEER, 7, MANY)) {
            before.answered(MANY);
            try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
                before.answerAgain(MANY / 2);
                before.answerAgain(MANY / 2);

                JsonNode report = new ObjectMapper().readTree(nofin.await().exitedWith(0).output());

                JsonNode evidence = report.get("evidence").get(0);
                assertEquals("yes", evidence.get("cut").get("verdict").get("answer").asText(), report.toString());
                assertEquals(MANY / 2, evidence.get("connections").get("before").asInt(), report.toString());
            }
        }
    }

    /** The kernel holds more of such a fault than of others: sets that rules fill, and chains that decide. */
    @ParameterizedTest
    @ValueSource(strings = {"guard", "nofin", "script"})
    void nothingOutstaysAnAgentThatIsKilled(String healer) throws Exception {
        Nofin nofin = fire(7, "app", "20%", "new", "drop: silent");
        try (nofin; Flows flows = Flows.open(app, "udp", PEER_6, 7, MANY)) {
            flows.answered(MANY - HIT);
            String status = run("status").exitedWith(0).output();
            assertTrue(status.matches("(?s).*netns:app  some .* firing, \\d+ s left +" + HIT + " packets, .*"), status);
            if (!healer.equals("guard")) {
                nofin.killGuard();
            }
            nofin.signal("KILL").await();

            if (healer.equals("nofin")) {
                run("heal").exitedWith(0);
            } else if (healer.equals("script")) {
                world.sh(NativeScript.named("heal").toString());
            }

            Wait.until("all is taken out", () -> world.traces("app").isEmpty());
            flows.answerAgain(MANY);
        }
        assertNothingIsLeft();
    }

    @Test
    void oneFaultFromTheCommandLineHitsAShareOfConnections() throws Exception {
        Nofin nofin = Nofin.start(world, "reject", "--target", "netns:app", "--port", "7", "--connections", "20%", "--connection-state", "new",
            "--shorter-than", "100", "--longer-than", "39", "--for", "1m", "--json").awaitFiring();
        try (nofin; Flows flows = Flows.open(app, "tcp", PEER, 7, MANY)) {
            assertEquals(MANY - HIT, flows.answered(MANY - HIT).size());

            assertChosen(nofin, HIT, MANY - HIT);
        }
        Nofin.Result alone = run("drop", "--target", "netns:app", "--connection-state", "new", "--for", "1s").exitedWith(2);
        assertTrue(alone.errors().contains("--connection-state without --connections: add for example --connections 30%"), alone.errors());
    }
}
