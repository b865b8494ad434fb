package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NobodyClassPath;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A monitor that the agent makes for its clients. */
class MonitorByAgentTest extends InWorld {

    private Nofin agent;

    @BeforeEach
    void startAgent() throws IOException {
        world.configure("nofin: 1\nagent: { audit: " + world.directory().resolve("audit.jsonl") + ", container-root: true, group: nogroup }\n");
        agent = Nofin.start(world, "agent");
        agent.awaitSaying("the agent is ready");
    }

    @AfterEach
    void stopAgent() throws IOException {
        agent.signal("TERM").await();
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--tcp 10.99.0.2:7 --target netns:app --every 50ms --for 1s",
        "--tcp netns:peer:7 --target netns:app --every 50ms --for 1s --json",
        "--hold 10.99.0.2:8 --target netns:app --for 1s",
        "--udp 10.99.0.2:7 --target netns:app --every 50ms --for 1s --on-connect id",
        "--http http://10.99.0.2:9/ --target netns:app --every 10ms --attempts 3 --stop-when-failed",
        "--tcp 10.99.0.2:9 --target netns:app --every 10ms --attempts 2 --stop-when-failed --on-failure id --json",
        "--tcp 10.99.0.2:9 --target netns:app --every 10ms --attempts 1 --stop-when-failed --json",
        "--tcp nobody.invalid:9 --target netns:app --for 1s",
        "--tcp 10.99.0.2:9 --target netns:nowhere --for 1s",
        "--exec true --target netns:app --every 100ms --for 1s"})
    void saysTheSameAsAlone(String options) throws Exception {
        String[] command = Stream.concat(Stream.of("monitor"), Stream.of(options.split(" "))).toArray(String[]::new);

        Nofin.Result through = run(command);
        Nofin.Result alone = run(Stream.concat(Stream.of(command), Stream.of("--alone")).toArray(String[]::new));

        assertEquals(steady(alone.output()), steady(through.output()));
        assertEquals(steady(alone.errors()), steady(through.errors()));
        assertEquals(alone.exitCode(), through.exitCode());
        assertNotEquals("", alone.output() + alone.errors());
        assertEquals(2, Files.readAllLines(world.directory().resolve("audit.jsonl")).stream()
            .filter(line -> line.contains("POST /v1/monitors")).count(), "before and after");
    }

    @Test
    void endsWithItsClient() throws Exception {
        try (Nofin client = Nofin.start(world, "monitor", "--udp", PEER + ":7", "--target", "netns:app", "--every", "20ms")) {
            Wait.until("it probes", () -> received() > 5);
            client.signal("KILL");
            Wait.until("nobody probes any more", () -> {
                long before = received();
                TimeUnit.MILLISECONDS.sleep(300);
                return received() == before;
            });
        }
        Wait.until("the audit has its end", () -> Files.readString(world.directory().resolve("audit.jsonl")).contains("\"status\":200"));
    }

    @Test
    void needsNoRootButForCommandsAndTheHostsOwnNetwork(@TempDir Path copy) throws Exception {
        world.directory().toFile().setExecutable(true, false);
        Path temporary = world.directory().resolve("tmp");
        assertTrue(temporary.toFile().setExecutable(true, false) && temporary.toFile().setWritable(true, false) && temporary.toFile().setReadable(true, false));
        String classPath = NobodyClassPath.copyTo(copy);
        try (Nofin member = Nofin.startAsNobody(world, classPath, "monitor", "--tcp", "netns:peer:7", "--target", "netns:app", "--for", "1s",
                    "--on-connect", "id -un >&2; exit 3");
                Nofin exec = Nofin.startAsNobody(world, classPath, "monitor", "--exec", "true", "--target", "netns:app", "--for", "1s");
                Nofin host = Nofin.startAsNobody(world, classPath, "monitor", "--tcp", PEER + ":7", "--target", "host", "--for", "1s")) {
            Nofin.Result seen = member.await().exitedWith(0);
            assertTrue(seen.output().contains("tcp netns:peer:7: up at the end; "), seen.toString());
            assertTrue(seen.output().contains("exit status 3: nobody"), seen.toString());
            assertTrue(exec.await().errors().contains("the agent runs commands only for root on its socket"));
            assertTrue(host.await().errors().contains("only root on the agent's socket may fault this host's own network, or probe from it"));
        }
    }

    private long received() throws IOException {
        return Long.parseLong(world.sh("ip netns exec peer cat /proc/net/snmp | grep '^Udp: [0-9]' | cut -d' ' -f2").strip());
    }

    /** Returns the output without moments, lengths and counts, which differ from run to run. */
    private static String steady(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "MOMENT").replaceAll("\\d+(\\.\\d+)?(E-\\d+)? ?(ns|us|ms|s)\\b", "LENGTH")
            .replaceAll("\\d+ (succeeded|failed)", "N $1").replaceAll("\"(succeeded|failed)\":\\d+", "\"$1\":N")
            .replaceAll("\"(took|shortest|median|p90|p99|longest)\":[0-9.E-]+", "\"$1\":LENGTH");
    }
}
