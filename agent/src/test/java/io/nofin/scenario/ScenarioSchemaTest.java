package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Keyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioSchemaTest {

    private static final JsonSchemaFactory DRAFT = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonSchema SCHEMA = DRAFT.getSchema(ScenarioSchema.text());
    private static final YAMLMapper AS_NOFIN_READS = new YAMLMapper(
        YAMLFactory.builder().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).build());
    private static final String SLOW = """
        nofin: 1
        targets: { app: { netns: app } }
        faults: { slow: { on: app, %s }, slower: { on: app, delay: 1s } }
        timeline: [{ inject: slow, for: 1s%s }]
        """;
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

    @ParameterizedTest
    @MethodSource("structurallyBadShapings")
    void refusesEachOfTheShapingsThatAreBadByThemselves(String shaping) throws IOException {
        assertFalse(problems(SLOW.formatted(shaping, "")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "{ over: 1s }", "{ delay: [0ms, 1s] }", "{ delay: 1s, over: 1s }", "{ delay: [1s], over: 1s }",
        "{ loss: [1%, 2], over: 1s }", "{ rate: [1mbit, 2mbit, 3mbit], over: 1s }", "{ delay: [0ms, 1s], over: 0s }",
        "{ reorder: [1%, 2%], over: 1s }"})
    void refusesEachOfTheRampsThatAreBadByThemselves(String ramp) throws IOException {
        assertFalse(problems(SLOW.formatted("delay: 1ms", ", ramp: " + ramp)).isEmpty());
    }

    @Test
    void refusesARampOfMoreThanOneFault() throws IOException {
        String ramp = SLOW.formatted("delay: 1ms", ", ramp: { delay: [0ms, 1s], over: 1s }");

        assertEquals(Set.of(), problems(ramp));
        assertFalse(problems(ramp.replace("inject: slow", "inject: [slow, slower]")).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("structurallyBadExpectations")
    void refusesEachOfTheExpectationsThatAreBadByThemselves(String expectation) throws IOException {
        assertFalse(problems(SLOW.formatted("delay: 1ms", "") + "expect: [" + expectation + "]").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.nofin.scenario.Corpus#good")
    void acceptsAParameterForEveryValueThatTheReaderTakesOneFor(Path file) throws IOException {
        JsonNode document = AS_NOFIN_READS.readTree(file.toFile());
        List<String> values = values(document, "").toList();

        long taken = 0;
        for (String value : values) {
            for (String text : List.of("${OURS}", "${HEAD}${TAIL}")) {
                JsonNode parameterized = parameterized(document.deepCopy(), value, text);
                if (isReadable(parameterized)) {
                    taken++;
                    assertEquals(Set.of(), SCHEMA.validate(parameterized), value + ": " + text);
                }
            }
        }
        assertTrue(taken > values.size(), taken + " of " + values.size());
    }

    @Test
    void acceptsAParameterInNoKey() throws IOException {
        assertFalse(problems(SLOW.formatted("delay: 1ms", "").replace("{ app:", "{ '${APP}':")).isEmpty());
        assertFalse(problems(SLOW.formatted("'${EFFECT}': 1ms", "")).isEmpty());
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
        assertEquals(new TreeSet<>(FaultReader.KEYS), keys("fault"));
        assertEquals(new TreeSet<>(ProbeReader.KEYS), keys("probe"));
        assertEquals(new TreeSet<>(TargetKind.written().stream().map(Keyword::word).toList()), keys("target"));
    }

    @Test
    void knowsTheKeysOfExpectationsThatTheReaderKnows() throws IOException {
        Set<String> known = new TreeSet<>();
        new ObjectMapper().readTree(ScenarioSchema.text()).at("/$defs/expectation/oneOf").forEach(
            form -> form.get("properties").fieldNames().forEachRemaining(known::add));

        assertEquals(new TreeSet<>(ExpectationReader.KEYS), known);
    }

    static List<Path> structurallyBad() throws IOException {
        return Corpus.bad().stream().filter(ScenarioSchemaTest::isStructural).toList();
    }

    static Stream<String> structurallyBadFragments() {
        return Stream.of("on: app", "drop: silent", "on: app, drop: loud", "on: app, drop: silent, reject: tcp-reset",
            "on: app, partition: [[app], [redis]]", "partition: [[app]]", "partition: [app, redis]",
            "on: app, drop: silent, ports: 0", "on: app, drop: silent, ports: 80-", "on: app, drop: silent, ports: 80, protocol: icmp",
            "on: app, protocol: udp, reject: tcp-reset", "on: app, reject: { ipv4: icmp-net-unreachable }",
            "on: app, drop: silent, interface: eth++", "on: app, drop: silent, filter: ''", "on: [], drop: silent",
            "on: app, drop: silent, connections: 30", "on: app, drop: silent, connections: 0%", "on: app, drop: silent, connections: 20.5%",
            "on: app, drop: silent, connections: { state: new }", "on: app, drop: silent, connections: { share: 1%, state: old }",
            "on: app, drop: silent, protocol: icmp, connections: 30%", "on: app, drop: silent, protocol: sctp, connections: 30%",
            "on: app, drop: silent, protocol: gre, ports: 80", "on: app, protocol: sctp, reject: tcp-reset", "on: app, drop: silent, interface: e+h", "on: app, drop: silent, longer-than: 0",
            "on: app, drop: silent, shorter-than: short", "partition: [[app], [redis]], connections: 30%");
    }

    static Stream<String> structurallyBadShapings() {
        return Stream.of("limit: 1000", "delay: 100", "delay: {}", "delay: { jitter: 1ms }", "delay: { time: 1ms, jitter: 1ms, distribution: gaussian }", "delay: [1ms]", "loss: 5", "loss: 101%", "loss: -1%", "loss: {}",
            "loss: { every: 0 }", "loss: { every: 3, first: 3 }", "loss: { probability: 1%, every: 3 }", "loss: { packets: [] }",
            "loss: { packets: [3, 3] }", "loss: { gilbert-elliott: 1% }", "loss: { gilbert-elliott: { r: 1% } }", "loss: { markov: { p31: 1% } }",
            "duplicate: { correlation: 1% }", "corrupt: { probability: 1%, checksum: fixed }", "reorder: 25%", "delay: 1ms, reorder: { gap: 2 }",
            "delay: 1ms, reorder: { probability: 1%, gap: 0 }", "rate: 10", "rate: 10Mbit", "rate: 0mbit", "rate: { rate: 1mbit, burst: 0 }",
            "rate: { rate: 1mbit, overhead: -21 }", "rate: { rate: 1mbit, cell-overhead: 5 }", "slot: 0s", "slot: { max-delay: 1ms }",
            "slot: { distribution: uniform, delay: 1ms, jitter: 1ms }", "slot: { distribution: normal, delay: 1ms }",
            "slot: { min-delay: 1ms, jitter: 1ms }", "delay: 1ms, limit: 0", "delay: 1ms, ecn: true", "delay: 1ms, engine: htb",
            "delay: 1ms, drop: silent", "delay: 1ms, reject: tcp-reset", "drop: silent, limit: 1000", "drop: silent, engine: queue",
            "loss: { every: 3 }, engine: netem", "corrupt: { probability: 1%, checksum: fix }, engine: netem",
            "rate: { rate: 1mbit, burst: 16kb }, engine: netem");
    }

    /** The members of the corpus' file of bad ones, each by itself. */
    static List<String> structurallyBadExpectations() throws IOException {
        return Files.readAllLines(Corpus.RESOURCES.resolve("bad").resolve("expectations.yaml")).stream()
            .filter(line -> line.startsWith("  - ")).map(line -> line.substring(4)).toList();
    }

    private static boolean isStructural(Path file) {
        try {
            return Files.readString(file).startsWith("# structural");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The places of all values that are no mapping and no list, as JSON Pointers. */
    private static Stream<String> values(JsonNode node, String pointer) {
        if (node.isArray()) {
            return IntStream.range(0, node.size()).boxed().flatMap(i -> values(node.get(i), pointer + "/" + i));
        }
        return node.isObject() ? node.properties().stream().filter(entry -> !pointer.isEmpty() || !entry.getKey().equals("parameters"))
            .flatMap(entry -> values(entry.getValue(), pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"))) : Stream.of(pointer);
    }

    /** Returns the document with a parameter in place of one value. */
    private static JsonNode parameterized(JsonNode document, String pointer, String text) {
        String value = document.at(pointer).asText();
        ObjectNode parameters = document.withObject("/parameters");
        if (text.contains("OURS")) {
            parameters.put("OURS", value);
        } else {
            parameters.put("HEAD", value.substring(0, value.length() / 2)).put("TAIL", value.substring(value.length() / 2));
        }
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = document.at(place.head());
        if (parent instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), TextNode.valueOf(text));
        } else {
            ((ObjectNode) parent).put(place.last().getMatchingProperty(), text);
        }
        return document;
    }

    private static boolean isReadable(JsonNode document) {
        try {
            new ScenarioReader(expression -> { }).read(document.toString(), "parameterized");
            return true;
        } catch (InvalidDocumentException e) {
            return false;
        }
    }

    private static Set<ValidationMessage> problems(String yaml) throws IOException {
        return SCHEMA.validate(new YAMLMapper().readTree(yaml));
    }

    private static Set<String> keys(String definition) throws IOException {
        Set<String> known = new TreeSet<>();
        new ObjectMapper().readTree(ScenarioSchema.text()).at("/$defs/" + definition + "/properties").fieldNames().forEachRemaining(known::add);
        return known;
    }
}
