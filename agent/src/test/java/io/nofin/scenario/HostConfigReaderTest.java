package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.nofin.unit.IpNetwork;
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
    void laysDownNothingWhereThereIsNoFile() throws Exception {
        assertEquals(HostConfig.NONE, HostConfigReader.read(directory.resolve("nofin.yaml")));
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

        String message = assertThrows(ScenarioException.class, () -> HostConfigReader.read(file)).getMessage();

        assertEquals("""
            F:2:15: max-duration: no time at all: 0s: write for example 10m
            F:3:14: max-targets: expected a number, found 'none': write for example 10
            F:4:20: protect.peers[0]: protects everything: 0.0.0.0/0: then there is nothing to fault; write a smaller network
            F:4:31: protect.peers[1]: host bits are set: write 10.0.0.0/8, or leave the prefix out to mean the one address
            F:4:44: protect.port: unknown key: did you mean 'ports'?
            F:5:1: opt-in: unknown key: write one of nofin, max-duration, max-targets, protect, opt-in-label
            F:6:15: opt-in-label: not a label: '=x': write key or key=value, for example role=app""".replace("F:", file + ":"), message);
    }

    @Test
    void refusesADirectoryInThePlaceOfTheFile() {
        assertThrows(ScenarioException.class, () -> HostConfigReader.read(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-duration: 5", "max-duration: 0s", "max-targets: 0", "max-targets: some", "protect: {}", "protect: { peers: [] }",
        "protect: { ports: 0 }", "protect: { hosts: a }", "opt-in-label: '=x'", "allow-host: true", "seed: 1"})
    void schemaAndReaderRefuseTheSame(String line) throws Exception {
        String text = "nofin: 1\n" + line + "\n";

        assertThrows(ScenarioException.class, () -> HostConfigReader.read(text, "nofin.yaml"));
        assertFalse(SCHEMA.validate(new YAMLMapper().readTree(text)).isEmpty());
    }

    @Test
    void schemaKnowsTheKeysThatTheReaderKnows() throws Exception {
        JsonNode keys = new ObjectMapper().readTree(HostConfigSchema.text()).at("/properties");
        Set<String> known = new TreeSet<>();
        keys.fieldNames().forEachRemaining(known::add);

        assertEquals(new TreeSet<>(HostConfigReader.KEYS), known);
    }
}
