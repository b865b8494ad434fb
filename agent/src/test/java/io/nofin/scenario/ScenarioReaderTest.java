package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nofin.unit.IpNetwork;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTest {

    private static final Duration LONG = Duration.ofMinutes(2);         // for what would take for ever

    private static final String MINIMAL = """
        nofin: 1
        targets: { app: { netns: app } }
        faults: { cut: { on: app, drop: silent } }
        timeline: [{ inject: cut, for: 1s }]
        """;

    @TempDir
    private Path folder;

    @Test
    void takesEveryPartOfAFile() throws Exception {
        Scenario scenario = new ScenarioReader(FilterCheck.NONE).read("""
            nofin: 1
            name: cut in multi
            description: Some words.
            seed: 7
            targets: { app: { docker: { label: role=app } }, redis: { netns: /run/netns/redis } }
            lab: { hosts: { client: {}, server: { run: [redis-server, --port, 6379, --save, ""], wait-for: 6379 } } }
            faults:
              cut:
                on: app
                peers: [redis, 10.0.0.0/8, db.example.org]
                ports: [6379, 7000-7010]
                remote-ports: 80
                direction: in
                interface: eth0
                filter: tcp
                optional: true
                reject: tcp-reset
              split: { partition: [[app, redis], [client]], protocol: udp }
            timeline:
              - { at: 1.5s, inject: [cut, split], for: 2s, repeat: { every: 5s, times: 4 } }
            probes: { watch: { from: app, hold: "redis:6379" } }
            expect:
              - { fault: cut, matched-at-least: 3 }
              - { probe: watch, stays-up: true }
            witness: true
            """, "some/where/file.yaml");

        Selector selector = new Selector(
            List.of(new Peer.Target("redis"), new Peer.Network(IpNetwork.parse("10.0.0.0/8")), new Peer.HostName("db.example.org")),
            ports("6379", "7000-7010"), PortSet.ALL, ports("80"), Protocol.TCP, Direction.IN, Optional.of("eth0"), Optional.of("tcp"));
        Selector udp = new Selector(List.of(), PortSet.ALL, PortSet.ALL, PortSet.ALL, Protocol.UDP, Direction.BOTH,
            Optional.empty(), Optional.empty());
        assertEquals(new Scenario("cut in multi", "Some words.", OptionalLong.of(7), false,
            Map.of("app", new TargetSpec.DockerLabel("role=app"), "redis", new TargetSpec.Netns("/run/netns/redis")),
            Map.of("client", new LabHost(List.of(), OptionalInt.empty(), OptionalInt.empty()),
                "server", new LabHost(List.of("redis-server", "--port", "6379", "--save", ""), OptionalInt.of(6379), OptionalInt.empty())),
            Map.of("cut", new Fault.OnTargets(List.of("app"), selector, new Reject(new RejectWith.TcpReset()), true),
                "split", new Fault.Partition(List.of(List.of("app", "redis"), List.of("client")), udp, false)),
            List.of(new Step(Duration.ofMillis(1500), List.of("cut", "split"), Duration.ofSeconds(2), Duration.ofSeconds(5), 4)),
            Map.of("watch", Probe.of("app", new ProbeKind.Hold(new Endpoint("redis", 6379)))),
            List.of(new FaultExpectation.Matched("cut", 3), new ProbeExpectation.StaysUp("watch")), true, Limits.NONE), scenario);
    }

    @Test
    void keepsTheOrderOfTheFile() throws Exception {
        Scenario scenario = new ScenarioReader(FilterCheck.NONE).read(MINIMAL.replace("{ app: {", "{ z: { pid: 1 }, app: {").replace("} }\nfaults",
            "}, a: { pid: 2 } }\nfaults"), "file.yaml");

        assertEquals(List.of("z", "app", "a"), List.copyOf(scenario.targets().keySet()));
    }

    @Test
    void namesTheScenarioAfterItsFile() throws Exception {
        assertEquals("redis.cut", new ScenarioReader(FilterCheck.NONE).read(MINIMAL, "some/where/redis.cut.yaml").name());
        assertEquals("scenario", new ScenarioReader(FilterCheck.NONE).read(MINIMAL, "two\nlines.yaml").name());
    }

    @Test
    void takesWordsThatYamlReadsAsBooleansOrNumbersForWords() throws Exception {
        Scenario scenario = new ScenarioReader(FilterCheck.NONE).read(
            MINIMAL.replace("app:", "on:").replace("on: app,", "on: on,").replace("cut", "1_000").replace("netns: app", "netns: 0o17"),
            "file.yaml");

        assertEquals(Map.of("on", new TargetSpec.Netns("0o17")), scenario.targets());
        assertEquals(List.of("1_000"), scenario.timeline().get(0).inject());
    }

    @Test
    void takesAByteOrderMarkAndCarriageReturns() throws Exception {
        Path file = write(("\uFEFF" + MINIMAL.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8));

        assertEquals("cut", new ScenarioReader(FilterCheck.NONE).read(file).timeline().get(0).inject().get(0));
    }

    @Test
    void saysWhenThereIsNoFileToRead() {
        Path missing = folder.resolve("missing.yaml");

        assertRefused(missing, ":1:1: no such file: check the path");
        assertRefused(folder, ":1:1: this is a directory: name a scenario file");
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        assertRefused(write(new byte[] {'n', 'o', '\n', 'f', 0, 1}), ":2:2: not a text file: character U+0000: a scenario is YAML text in UTF-8");
        assertRefused(write(new byte[] {'n', '\n', 'a', 'b', (byte) 0xC3, '('}), ":2:3: not UTF-8: save the file as text in UTF-8");
        assertRefused(write(new byte[] {'n', (byte) 0xC3}), ":1:2: not UTF-8: save the file as text in UTF-8");
        assertRefused(write(MINIMAL.getBytes(StandardCharsets.UTF_16)), ":1:1: not UTF-8: save the file as text in UTF-8");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertRefused(write(new byte[0]), ":1:1: the file is empty: start with: nofin: 1");
        assertRefused(write("# nothing\n".getBytes(StandardCharsets.UTF_8)), ":1:1: the file is empty: start with: nofin: 1");
    }

    @Test
    void refusesAHugeFileWithoutReadingAllOfIt() throws IOException {
        byte[] huge = new byte[(1 << 20) + 1];
        Arrays.fill(huge, (byte) '#');

        assertRefused(write(huge), ":1:1: longer than 1 MiB: a scenario is a page or two; check the path");
        assertTimeoutPreemptively(LONG, () -> assertRefused(Path.of("/dev/zero"),
            ":1:1: longer than 1 MiB: a scenario is a page or two; check the path"));
    }

    @Test
    void refusesAMebibyteOfBracketsAtOnce() throws IOException {
        Path file = write("[".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));

        assertTimeoutPreemptively(LONG,
            () -> assertRefused(file, ":1:18: nested more than 16 deep: write the scenario with less nesting"));
    }

    @Test
    void readsALongTimelineInTime() {
        StringBuilder text = new StringBuilder(MINIMAL.substring(0, MINIMAL.indexOf("timeline")) + "max-duration: 24h\ntimeline:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("- { at: ").append(i).append("s, inject: cut, for: 1s }\n");
        }

        Scenario scenario = assertTimeoutPreemptively(LONG, () -> new ScenarioReader(FilterCheck.NONE).read(text.toString(), "long.yaml"));

        assertEquals(20_000, scenario.timeline().size());
    }

    @Test
    void givesTheProblemsInTheOrderOfTheFile() {
        InvalidDocumentException refused = assertThrows(InvalidDocumentException.class,
            () -> new ScenarioReader(FilterCheck.NONE).read("timeline: 1\nnofin: 1\nfaults: 2\nzzz: 3\n", "a.yaml"));

        assertEquals(List.of(1, 3, 4), refused.problems().stream().map(Problem::line).toList());
        assertEquals("a.yaml:4:1: zzz: unknown key: write one of nofin, name, description, parameters, seed, allow-host, max-duration,"
            + " max-targets, protect, targets, lab, faults, timeline, probes, expect, witness", refused.problems().get(2).toString());
    }

    private static PortSet ports(String... ranges) {
        return new PortSet(Arrays.stream(ranges).map(PortSet.Range::parse).toList());
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.yaml"), bytes);
    }

    private static void assertRefused(Path file, String expected) {
        InvalidDocumentException refused = assertThrows(InvalidDocumentException.class, () -> new ScenarioReader(FilterCheck.NONE).read(file));
        assertEquals(file + expected, refused.getMessage());
    }
}
