package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioSchemaTest {

    private static final JsonSchemaFactory DRAFT = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonSchema SCHEMA = DRAFT.getSchema(ScenarioSchema.text());
    private static final SchemaLocation META_SCHEMA = SchemaLocation.of("https://json-schema.org/draft/2020-12/schema");

    @ParameterizedTest
    @MethodSource("io.nofin.scenario.Corpus#good")
    void acceptsGoodFiles(Path file) throws IOException {
        assertEquals(Set.of(), problems(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("structurallyBad")
    void refusesFilesOfAnotherStructure(Path file) throws IOException {
        assertFalse(problems(Files.readString(file)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("structurallyBadFragments")
    void refusesEachOfTheFaultsThatAreBadByThemselves(String fault) throws IOException {
        assertFalse(problems("""
            nofin: 1
            targets: { app: { netns: app }, redis: { netns: redis } }
            faults: { cut: { %s } }
            timeline: [{ inject: cut, for: 1s }]
            """.formatted(fault)).isEmpty());
    }

    @Test
    void isASchemaOfItsDraft() throws IOException {
        JsonNode text = new ObjectMapper().readTree(ScenarioSchema.text());

        assertEquals(Set.of(), DRAFT.getSchema(META_SCHEMA).validate(text));
    }

    @Test
    void allowsNoOtherKeysAnywhere() throws IOException {
        List<JsonNode> objects = new ObjectMapper().readTree(ScenarioSchema.text()).findParents("type").stream()
            .filter(node -> "object".equals(node.path("type").asText())).toList();

        assertFalse(objects.isEmpty());
        objects.forEach(object -> assertTrue(object.has("additionalProperties"), object::toString));
    }

    @Test
    void knowsTheKeysThatTheReaderKnows() throws IOException {
        JsonNode faultKeys = new ObjectMapper().readTree(ScenarioSchema.text()).at("/$defs/fault/properties");
        Set<String> known = new TreeSet<>();
        faultKeys.fieldNames().forEachRemaining(known::add);

        assertEquals(new TreeSet<>(FaultReader.KEYS), known);
    }

    static List<Path> structurallyBad() throws IOException {
        return Corpus.bad().stream().filter(ScenarioSchemaTest::isStructural).toList();
    }

    static Stream<String> structurallyBadFragments() {
        return Stream.of("on: app", "drop: silent", "on: app, drop: loud", "on: app, drop: silent, reject: tcp-reset",
            "on: app, partition: [[app], [redis]]", "partition: [[app]]", "partition: [app, redis]",
            "on: app, drop: silent, ports: 0", "on: app, drop: silent, ports: 80-", "on: app, drop: silent, ports: 80, protocol: icmp",
            "on: app, protocol: udp, reject: tcp-reset", "on: app, reject: { ipv4: icmp-net-unreachable }",
            "on: app, drop: silent, interface: eth+", "on: app, drop: silent, filter: ''", "on: [], drop: silent");
    }

    private static boolean isStructural(Path file) {
        try {
            return Files.readString(file).startsWith("# structural");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<ValidationMessage> problems(String yaml) throws IOException {
        return SCHEMA.validate(new YAMLMapper().readTree(yaml));
    }
}
