package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nofin drop}, {@code reject}, {@code loss} and {@code delay}: what they do, and what they say of traffic, of none, and of bad options. */
class AdHocTest extends InWorld {

    @Test
    void dropsWhatItMeets() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "netns:peer", "--port", "7", "--for", "3s",
                "--json").awaitFiring()) {
            assertFalse(reaches(PEER));
            assertFalse(reaches(PEER_6));

            JsonNode report = new ObjectMapper().readTree(nofin.await().exitedWith(0).output());

            assertTrue(report.get("passed").asBoolean());
            JsonNode out = report.get("faults").get(0).get("matched").get(0);
            assertEquals("out", out.get("direction").asText());
            assertEquals(2, out.get("packets").asInt());
            assertReaches(PEER);
            assertNothingIsLeft();
        }
    }

    @Test
    void losesExactlyWhatItIsTold() throws Exception {
        try (Nofin nofin = Nofin.start(world, "loss", "--first", "1", "--target", "netns:app", "--peer", "netns:peer", "--protocol", "udp",
                "--direction", "out", "--for", "5s").awaitFiring()) {
            assertFalse(reaches(PEER));
            assertReaches(PEER);
            assertReaches(PEER_6);

            nofin.await().exitedWith(0);
            assertNothingIsLeft();
        }
    }

    @Test
    void holdsWhatItMeets() throws Exception {
        try (Nofin nofin = Nofin.start(world, "delay", "3s", "--target", "netns:app", "--peer", "netns:peer", "--direction", "out",
                "--for", "4s").awaitFiring()) {
            assertFalse(reaches(PEER), "an answer is awaited for a second");

            nofin.await().exitedWith(0);
            assertReaches(PEER);
            assertNothingIsLeft();
        }
    }

    @Test
    void saysWhatSawNothing() throws Exception {
        List<Nofin> runs = List.of(
            Nofin.start(world, "drop", "--target", "netns:app", "--port", "1234", "--for", "8s"),
            Nofin.start(world, "drop", "--target", "netns:app", "--peer", "10.99.0.77", "--for", "8s"),
            Nofin.start(world, "reject", "--target", "netns:app", "--port", "1234", "--for", "8s", "--optional"),
            Nofin.start(world, "drop", "--target", "netns:app", "--port", "1234", "--for", "8s", "--json"));
        for (Nofin nofin : runs) {
            nofin.awaitFiring();
        }
        assertReaches(PEER);

        String nobody = runs.get(0).await().exitedWith(1).output();
        assertTrue(nobody.contains("\nfault drop matched nothing: netns:app out: the selector saw no packet at all:"), nobody);
        assertTrue(nobody.endsWith("\nFAILED: 1 of 1 fault matched nothing\n"), nobody);
        String elsewhere = runs.get(1).await().exitedWith(1).output();
        assertTrue(elsewhere.contains("\nfault drop matched nothing: netns:app out: the selector saw "), elsewhere);
        assertTrue(elsewhere.contains(" while armed, but none to 10.99.0.77 while the fault was firing\n"), elsewhere);
        String optional = runs.get(2).await().exitedWith(0).output();
        assertTrue(optional.contains("\nnote: fault reject matched nothing: "), optional);
        JsonNode report = new ObjectMapper().readTree(runs.get(3).await().exitedWith(1).output());
        assertEquals(2, report.get("faults").get(0).get("why-not").size());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "drop --target netns:app",
        "drop --target netns:app --for 10",
        "drop --target netns:app --for 1s --bogus",
        "drop --target netns:app --for 1s --protocol quic",
        "drop --target netns:app --for 1s --protocol icmp --port 80",
        "drop --target netns:app --for 1s --port 0",
        "drop --target netns:app --for 1s --filter tcp[",
        "drop --target netns:app --for 1s --peer 10.0.0.0/33",
        "drop --target app --for 1s",
        "drop --target host --for 1s",
        "reject --target netns:app --for 1s --with tcp-reset --protocol udp",
        "reject --target netns:app --for 1s --with nonsense",
        "frobnicate",
        "delay --target netns:app --for 1s",
        "rate --target netns:app --for 1s",
        "partition --for 1s",
        "plan",
        "compare",
        "compare before.json",
        "stop",
        "token",
        "completion",
        "run",
        "run nowhere.yaml"})
    void saysWhatIsWrongOnOneLine(String command) throws Exception {
        Nofin.Result result = run(command.split(" ")).exitedWith(2);

        assertEquals("", result.output());
        assertEquals(1, result.errors().lines().filter(line -> !line.startsWith("ad-hoc: ")).count(), result.errors());
        assertNothingIsLeft();
    }
}
