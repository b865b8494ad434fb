package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.NobodyClassPath;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands do by the agent what they do alone, and say and answer the same. */
class AgentTest extends InWorld {

    private static final String ALONE = "--alone";
    private static final String NOBODYS_GROUP = "65534";
    private static final String CUT = """
        nofin: 1
        seed: 7
        targets: { app: { netns: %s }, peer: { netns: peer } }
        faults: { cut: { on: app, peers: [peer], ports: [7], drop: silent } }
        timeline: [{ inject: cut, for: 3s }]
        """;

    private Nofin agent;

    @BeforeEach
    void startAgent() throws IOException {
        agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
    }

    @AfterEach
    void endAgent() throws IOException {
        agent.signal("TERM").await();
        agent.close();
    }

    @Test
    void tellsOfTheHostWhatCommandsTellAlone() throws Exception {
        scenario(CUT.formatted("app"));
        try (Nofin cut = Nofin.start(world, "drop", "--target", "netns:app", "--port", "9", "--for", "590s").awaitFiring()) {
            for (String command : List.of("status", "status --json", "targets", "targets --json", "plan scenario.yaml",
                    "plan scenario.yaml --json", "doctor")) {
                assertSame(command);
            }
            cut.signal("TERM").await().exitedWith(5);
        }
        assertSame("heal");
        assertSame("heal --target netns:app");
        assertSame("heal --target netns:nowhere");
    }

    @Test
    void refusesWhatCommandsRefuseAlone() throws Exception {
        scenario(CUT.formatted("app").replace("drop: silent", "drop: loud"));
        assertSame("run scenario.yaml");
        scenario(CUT.formatted("nowhere"));
        assertSame("run scenario.yaml");
        assertSame("plan scenario.yaml");
        assertSame("drop --target netns:nowhere --for 1s");
        assertSame("drop --target netns:app --for 11m");
        assertSame("drop --target nowhere --for 1s");
        assertSame("drop --target netns:app --filter nonsense --for 1s");
        assertNothingOfRunsIsLeft();
    }

    @Test
    void runsWhatCommandsRunAlone() throws Exception {
        scenario(CUT.formatted("app"));
        for (String command : List.of("run scenario.yaml", "run scenario.yaml --json",
                "delay 10ms --jitter 2ms --loss 50% --seed 7 --target netns:app --peer netns:peer --port 7 --protocol udp --for 3s")) {
            assertEquals(met(command + " " + ALONE, 0), met(command, 0));
        }
        assertSame("drop --target netns:app --port 1234 --for 100ms");
        assertNothingOfRunsIsLeft();
    }

    /** Shows a run on a terminal of script(1)'s, where a bar that is drawn again and again says how long the fault goes on. */
    @Test
    void showsARunOnATerminalAsTheCommandAloneDoes() throws Exception {
        List<String> terminal = List.of("sh", "-c", "exec script -qec \"$*\" /dev/null", "sh");
        for (String how : List.of("--json " + ALONE, "--json")) {
            try (Nofin nofin = Nofin.start(world, terminal, Map.of("TERM", "xterm"),
                    ("drop --target netns:app --port 1234 --optional --for 3s " + how).split(" "))) {
                String seen = nofin.await().output();
                assertTrue(seen.split("firing, ", -1).length > 5, how + ": " + seen);
                assertTrue(seen.contains("inject drop for 3s"), how + ": " + seen);
            }
        }
    }

    @Test
    void keepsReportsAndCapturesWhereTheCommandIs() throws Exception {
        scenario(CUT.formatted("app"));

        assertEquals(met("run scenario.yaml --report alone --pcap alone " + ALONE, 0), met("run scenario.yaml --report asked --pcap asked", 0));

        Path alone = world.directory().resolve("alone");
        Path asked = world.directory().resolve("asked");
        assertEquals(names(alone), names(asked));
        assertEquals(List.of("app.pcapng", "junit.xml", "peer.pcapng", "report.html", "report.json"), names(asked));
        assertTrue(new ObjectMapper().readTree(asked.resolve("report.json").toFile()).get("passed").asBoolean());
        assertTrue(Files.readString(asked.resolve("report.html")).endsWith("</html>\n"));
    }

    @Test
    void healsByTheAgentWhenInterrupted() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "10m").awaitFiring()) {
            assertFalse(reaches(PEER));

            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);

            assertTrue(result.output().endsWith("\nINTERRUPTED: healed, nothing is left\n"), result.toString());
            assertReaches(PEER);
            assertNothingOfRunsIsLeft();
        }
    }

    @Test
    void endsWithTheCommandThatAskedForIt() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "10m").awaitFiring()) {
            nofin.signal("KILL").await();

            Wait.until("the agent has ended what nobody waits for", () -> world.traces("app").isEmpty());
            assertReaches(PEER);
        }
    }

    @Test
    void saysThatTheAgentIsGone() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "10m").awaitFiring()) {
            agent.signal("KILL");

            String errors = nofin.await().exitedWith(3).errors();

            assertTrue(errors.contains("nofin: the agent at /run/nofin/agent.sock does not answer: "), errors);
        }
        startAgent();
    }

    @Test
    void isWatchedAndStoppedByAnybodyWhoMay() throws Exception {
        try (Nofin watch = Nofin.start(world, "watch"); Nofin lines = Nofin.start(world, "watch", "--json")) {
            watch.awaitSaying("following the agent");
            lines.awaitSaying("following the agent");
            try (Nofin cut = Nofin.start(world, "drop", "--target", "netns:app", "--for", "10m").awaitFiring()) {
                assertTrue(run("stop", "nothing").exitedWith(2).errors().contains("no such run: 'nothing': there are "));

                String stopped = run("stop", "ad-hoc").exitedWith(0).output();

                assertTrue(stopped.matches("stopped run [a-z0-9]{6} of ad-hoc: nothing is left of it\n"), stopped);
                cut.await().exitedWith(5);
            }
            String seen = watch.signal("INT").await().output();
            assertTrue(seen.matches("(?s).*ad-hoc [0-9a-z]{6}  run of \\S+ is over: stopped\n.*"), seen);
            assertTrue(seen.matches("(?s).*\nad-hoc \\w{6}    0\\.\\d{3}s  inject drop for 10m: everywhere in .*\nad-hoc \\w{6}  disarmed in .*"), seen);
            assertTrue(lines.signal("INT").await().output().lines().allMatch(line -> line.startsWith("{\"event\":\"")), seen);
        }
        assertEquals("nofin: no such run: 'ad-hoc': the agent has none now\n", run("stop", "ad-hoc").exitedWith(2).errors());
    }

    @Test
    void saysWhyItCannotBeAsked(@TempDir Path copy) throws Exception {
        world.directory().toFile().setExecutable(true, false);
        makeTemporaryFilesPossible();
        String classPath = NobodyClassPath.copyTo(copy);
        try (Nofin nobody = Nofin.startAsNobody(world, classPath, "drop", "--target", "netns:app", "--for", "1s");
                Nofin watch = Nofin.startAsNobody(world, classPath, "watch");
                Nofin elsewhere = Nofin.start(world, List.of(), Map.of("NOFIN_SOCKET", "/run/elsewhere.sock"), "status")) {
            String remedy = "nofin: you are not in the group nofin: sudo adduser nobody nofin, then log in again (or use sudo)\n";
            assertEquals(remedy, nobody.await().exitedWith(3).errors());
            assertEquals(remedy, watch.await().exitedWith(3).errors());
            assertEquals("nofin: no agent listens at /run/elsewhere.sock: have root start one: nofin agent\n",
                elsewhere.await().exitedWith(3).errors());
        }
        agent.signal("KILL").await();
        assertEquals("nofin: the agent that listened at /run/nofin/agent.sock is gone: have root start one: nofin agent\n",
            run("watch").exitedWith(3).errors());
        run("status").exitedWith(0);
        startAgent();
    }

    @Test
    void isThereForUsersWithoutRights(@TempDir Path copy) throws Exception {
        Path directory = world.directory();
        Files.writeString(directory.resolve("nofin.yaml"), "nofin: 1\nagent: { group: " + nobodysGroup() + " }\n");
        agent.signal("TERM").await();
        agent = Nofin.start(world, "agent", "--config", "nofin.yaml").awaitSaying("the agent is ready");
        directory.toFile().setExecutable(true, false);
        makeTemporaryFilesPossible();
        Path folder = Files.createDirectory(directory.resolve("nobodys"));
        folder.toFile().setReadable(true, false);
        folder.toFile().setExecutable(true, false);
        folder.toFile().setWritable(true, false);
        try (Nofin nobody = Nofin.startAsNobody(world, NobodyClassPath.copyTo(copy), "drop", "--target", "netns:app", "--port", "7", "--for", "3s",
                "--report", "nobodys", "--pcap", "nobodys").awaitFiring()) {
            assertFalse(reaches(PEER));

            nobody.await().exitedWith(0);

            assertEquals(List.of("junit.xml", "netns_app.pcapng", "report.html", "report.json"), names(folder));
            assertEquals(65_534, Files.getAttribute(folder.resolve("netns_app.pcapng"), "unix:uid"));
        }
    }

    /** Lets everybody use the world's directory of temporary files: libraries unpack their native parts there. */
    private void makeTemporaryFilesPossible() {
        File temporary = world.directory().resolve("tmp").toFile();
        assertTrue(temporary.setExecutable(true, false) && temporary.setWritable(true, false) && temporary.setReadable(true, false));
    }

    private static String nobodysGroup() throws IOException {
        return Files.readAllLines(Path.of("/etc/group")).stream().map(line -> line.split(":"))
            .filter(group -> group[2].equals(NOBODYS_GROUP)).findFirst().orElseThrow()[0];
    }

    /** Asserts that a command writes the same words on both outputs, and exits with the same code, through the agent and without it. */
    private void assertSame(String command) throws IOException {
        try (Nofin alone = Nofin.start(world, (command + " " + ALONE).split(" ")); Nofin asked = Nofin.start(world, command.split(" "))) {
            assertEquals(normal(alone.await()), normal(asked.await()), command);
        }
    }

    /** Runs a command, sends one datagram while its fault fires, and returns the normalized result. */
    private String met(String command, int exitCode) throws IOException {
        try (Nofin nofin = Nofin.start(world, command.split(" ")).awaitFiring()) {
            reaches(PEER);
            return normal(nofin.await().exitedWith(exitCode));
        }
    }

    /**
     * Returns the exit code and both outputs, without what differs between any two runs: moments, durations, random ids, and gaps of
     * columns.
     */
    private static String normal(Nofin.Result result) {
        return (result.exitCode() + "\n" + result.output() + "\n" + result.errors())
            .replaceAll("\"(run|started|took|skew|[a-z-]*took|at|from|to)\" : [^,\n]+", "\"$1\" : *")
            .replaceAll("\"remaining-seconds\" : \\d+", "")
            .replaceAll("run [a-z0-9]{6}\\b", "run *").replaceAll("(?i)nofin-[a-z0-9]{6}\\b", "nofin-*")
            .replaceAll("\\d+(\\.\\d+)? ?(ns|us|ms|s)\\b", "*").replaceAll("[- ]+", " ");
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString()).sorted().forEach(names::add);
        }
        return names;
    }

    /** The agent has a temporary folder while it lives. */
    private void assertNothingOfRunsIsLeft() throws IOException {
        assertEquals(List.of(), world.traces("app", "peer", "host"));
    }
}
