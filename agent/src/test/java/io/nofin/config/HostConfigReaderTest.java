package io.nofin.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Endpoint;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protection;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.IpNetwork;
import io.nofin.yaml.InvalidDocumentException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostConfigReaderTest {

    private static final JsonSchema SCHEMA =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(HostConfigSchema.text());
    private static final String EVERYTHING = """
        nofin: 1
        max-duration: 2m
        max-targets: 3
        protect: { peers: [10.0.0.1, 10.1.0.0/16, gateway.example.org], ports: [22, 6000-6010] }
        opt-in-label: com.example.chaos=allowed
        """;

    @TempDir
    private Path directory;

    @Test
    void readsEveryKey() throws Exception {
        Protection protect = new Protection(List.of(new Peer.Network(IpNetwork.parse("10.0.0.1")),
            new Peer.Network(IpNetwork.parse("10.1.0.0/16")), new Peer.HostName("gateway.example.org")), PortSet.parse(List.of("22", "6000-6010")));

        assertEquals(new HostConfig(new Limits(Optional.of(Duration.ofMinutes(2)), OptionalInt.of(3), protect),
            Optional.of("com.example.chaos=allowed")), HostConfigReader.read(EVERYTHING, "nofin.yaml"));
        assertEquals(Set.of(), SCHEMA.validate(new YAMLMapper().readTree(EVERYTHING)));
    }

    @Test
    void readsHowTheAgentMayBeReached() throws Exception {
        String text = """
            nofin: 1
            agent:
              socket: /tmp/agent.sock
              group: chaos
              listen:
                - { address: "127.0.0.1:7440", tokens: /etc/nofin/tokens }
                - { address: "[::]:7443", certificate: /s.pem, key: /s.key, client-ca: /c.pem, readers: [eye], operators: ci,
                    revoked: ["4F:1c", 22AB], crl: /c.crl, names: agent.example.org }
              exec: true
              allow-host: true
              webhooks: "https://hooks.example.org/nofin"
              container-root: true
              audit: /var/log/audit.jsonl
              limits: { runs: 2, runs-per-client: 1, faults-per-client: 3, requests-per-second: 4, body: 2kb,
                connections: 50, connections-per-peer: 20, requests-at-once: 6, streams: 12, streams-per-client: 5 }
            """;
        AgentConfig expected = new AgentConfig(Path.of("/tmp/agent.sock"), "chaos", List.of(
            new AgentConfig.Listener(new Endpoint("127.0.0.1", 7440), Optional.of(Path.of("/etc/nofin/tokens")), Optional.empty(), List.of()),
            new AgentConfig.Listener(new Endpoint("::", 7443), Optional.empty(),
                Optional.of(new AgentConfig.Tls(Path.of("/s.pem"), Path.of("/s.key"), Optional.of(new ClientCertificates(Path.of("/c.pem"),
                    List.of("eye"), List.of("ci"), false, List.of(BigInteger.valueOf(0x4f1c), BigInteger.valueOf(0x22ab)), Optional.of(Path.of("/c.crl")))))),
                List.of("agent.example.org"))),
            new AgentConfig.Trust(true, true, List.of(WebhookPrefix.parse("https://hooks.example.org/nofin"))), true, Path.of("/var/log/audit.jsonl"),
            new AgentConfig.Quota(2, 1, 3, 4, new ByteCount(2048), new AgentConfig.Sharing(50, 20, 6, 12, 5)));

        assertEquals(expected, HostConfigReader.read(text, "nofin.yaml").agent());
        assertEquals(Set.of(), SCHEMA.validate(new YAMLMapper().readTree(text)));
    }

    @Test
    void tellsAllThatIsWrongWithTheAgent() {
        String text = """
            nofin: 1
            agent:
              socket: agent.sock
              groups: chaos
              listen:
                - { address: "0.0.0.0:7440", tokens: /etc/nofin/tokens }
                - { address: "localhost:7440", tokens: /t }
                - { address: "127.0.0.1:7441" }
                - { address: "127.0.0.1:7442", certificate: /s.pem, client-ca: /c.pem }
              limits: { runs: 0 }
            """;

        assertEquals("""
            F:3:11: agent.socket: not an absolute path: 'agent.sock': write for example /etc/nofin/tokens
            F:4:3: agent.groups: unknown key: did you mean 'group'?
            F:6:7: agent.listen[0]: without encryption tokens could be read on the way to 0.0.0.0:7440: listen at 127.0.0.1, or add certificate and key
            F:7:18: agent.listen[1].address: not an address to listen at: 'localhost:7440': write for example "127.0.0.1:7440"
            F:8:7: agent.listen[2]: no client could authenticate: add tokens: /etc/nofin/tokens, or certificate, key and client-ca
            F:9:7: agent.listen[3]: missing key 'key': add for example key: /etc/nofin/server.key
            F:9:68: agent.listen[3].client-ca: client-ca alone admits no client: no certificate has a role: add operators: [NAME], readers: [NAME], or operators: any for all that client-ca has signed
            F:10:11: agent.limits: runs is out of range: 0: write 1 to 10000""",
            assertThrows(InvalidDocumentException.class, () -> HostConfigReader.read(text, "F")).getMessage());
    }

    @Test
    void remembersWhichFileItReadForMessages() throws Exception {
        Path file = Files.writeString(directory.resolve("other.yaml"), "nofin: 1\nlimits: { probes: 1 }\n");

        HostConfig config = HostConfigReader.read(file);

        assertEquals(file, config.file());
        assertEquals("far too many probes, and the limit is 1: use fewer, or raise limits.probes in " + file,
            assertThrows(BadValueException.class, () -> config.budget().check("", Cost.PROBES, Long.MAX_VALUE)).getMessage());
    }

    @Test
    void laysDownNothingWhereThereIsNoFile() throws Exception {
        assertEquals(HostConfig.NONE.readFrom(directory.resolve("nofin.yaml")), HostConfigReader.read(directory.resolve("nofin.yaml")));
        assertEquals(HostConfig.NONE, HostConfigReader.read("nofin: 1\n", "nofin.yaml"));
    }

    @Test
    void tellsAllThatIsWrongAtItsPlace() throws Exception {
        Path file = Files.writeString(directory.resolve("nofin.yaml"), """
            nofin: 1
            max-duration: 0s
            max-targets: none
            protect: { peers: [0.0.0.0/0, 10.0.0.1/8], port: 22 }
            opt-in: yes
            opt-in-label: "=x"
            """);

        String message = assertThrows(InvalidDocumentException.class, () -> HostConfigReader.read(file)).getMessage();

        assertEquals("""
            F:2:15: max-duration: no time at all: 0s: write for example 10m
            F:3:14: max-targets: expected a number, found 'none': write for example 10
            F:4:20: protect.peers[0]: protects everything: 0.0.0.0/0: no fault would be possible; write a smaller network
            F:4:31: protect.peers[1]: host bits are set: write 10.0.0.0/8, or leave the prefix out to mean the one address
            F:4:44: protect.port: unknown key: did you mean 'ports'?
            F:5:1: opt-in: unknown key: write one of nofin, max-duration, max-targets, protect, opt-in-label, limits, agent
            F:6:15: opt-in-label: not a label: '=x': write key or key=value, for example role=app""".replace("F:", file + ":"), message);
    }

    @Test
    void refusesADirectoryInThePlaceOfTheFile() {
        assertThrows(InvalidDocumentException.class, () -> HostConfigReader.read(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-duration: 5", "max-duration: 0s", "max-targets: 0", "max-targets: some", "protect: {}", "protect: { peers: [] }",
        "protect: { ports: 0 }", "protect: { hosts: a }", "opt-in-label: '=x'", "allow-host: true", "seed: 1",
        "agent: []", "agent: { socket: agent.sock }", "agent: { group: 'a b' }", "agent: { exec: perhaps }",
        "agent: { allow-host: 1 }", "agent: { webhooks: [] }", "agent: { webhooks: hooks.example.org }", "agent: { webhooks: 'https://h/?a' }",
        "agent: { webhooks: 'https://me@h/' }", "agent: { webhooks: 'ftp://h/' }", "agent: { port: 1 }",
        "agent: { limits: { runs: 0 } }", "agent: { limits: { body: much } }", "agent: { listen: [] }",
        "agent: { listen: [{ address: 'here', tokens: /t }] }", "agent: { listen: [{ address: '127.0.0.1:1' }] }",
        "agent: { listen: [{ address: '127.0.0.1:1', client-ca: /c }] }", "agent: { listen: [{ address: '127.0.0.1:1', tokens: t }] }"})
    void schemaAndReaderRefuseTheSame(String line) throws Exception {
        String text = "nofin: 1\n" + line + "\n";

        assertThrows(InvalidDocumentException.class, () -> HostConfigReader.read(text, "nofin.yaml"));
        assertFalse(SCHEMA.validate(new YAMLMapper().readTree(text)).isEmpty());
    }

    @Test
    void schemaKnowsTheKeysThatTheReaderKnows() throws Exception {
        JsonNode keys = new ObjectMapper().readTree(HostConfigSchema.text()).at("/properties");
        Set<String> known = new TreeSet<>();
        keys.fieldNames().forEachRemaining(known::add);

        assertEquals(new TreeSet<>(HostConfigReader.KEYS), known);
    }

    /** Lines with two number signs explain; what has one is to be uncommented. */
    @Test
    void readsThePackagedFileWithEverythingUncommented() throws Exception {
        String packaged = Files.readString(Path.of("src/package/nofin.yaml"));

        HostConfig config = HostConfigReader.read(packaged.replaceAll("(?m)^# ", ""), "nofin.yaml");

        assertEquals(Optional.of(Duration.ofMinutes(5)), config.limits().maxDuration());
        assertEquals(2, config.agent().listen().size());
        assertEquals(1 << 20, config.agent().limits().body().bytes());
        assertEquals(HostConfig.NONE.limits(), HostConfigReader.read(packaged, "nofin.yaml").limits());
    }
}
