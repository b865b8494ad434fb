package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.config.HostConfigReader;
import io.nofin.config.HostConfigSchema;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import io.nofin.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PriceTest {

    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final List<Cost> FOUND_LATER = List.of(Cost.INTERFACES, Cost.CAPTURE_MEMORY, Cost.PACKET_MEMORY);

    @Test
    void refusesTenFaultsThatAreRepeatedAHundredThousandTimesEach() {
        String text = head() + "faults:\n" + many(10, i -> "  f" + i + ": { on: app, drop: silent }\n") + "timeline:\n"
            + many(10, i -> "  - { inject: f" + i + ", for: 1ms, repeat: { every: 1ms, times: 100000 } }\n");

        assertEquals(List.of("it.yaml:14:1: timeline: 1000000 injections in all turns of the timeline, and the limit is 10000: "
            + "use fewer, or raise limits.turns in /etc/nofin/nofin.yaml"), problems(text, Budget.STANDARD));
    }

    @Test
    void countsEachFaultOfEachTurn() throws Exception {
        String text = head() + "faults: { a: { on: app, drop: silent }, b: { on: app, drop: silent } }\n"
            + "timeline: [ { inject: [a, b], for: 1s, repeat: { every: 1s, times: 7 } }, { at: 1m, inject: a, for: 1s } ]\n";

        assertEquals(15, count(text, "timeline", Cost.TURNS));
    }

    @Test
    void multipliesPortsOfBothEndsWithoutBuildingRules() {
        String ports = odd(15_000);
        String text = one("local-ports: [" + ports + "], remote-ports: [" + ports + "]");

        List<String> problems = problems(text, Budget.STANDARD);
        assertTrue(problems.get(1).contains("faults.cut: 12000004 iptables rules in one namespace, and the limit is 2000: use fewer, or raise limits.rules-per-host"),
            problems.toString());
    }

    @Test
    void countsTheConnectionsThatAreChosen() throws Exception {
        assertEquals(2 * (2 * (2 + 1) + 12 + 10), count(one("connections: 50%"), "faults.cut", Cost.RULES_PER_HOST));
    }

    @Test
    void countsPeersInEachNamespaceOfEachTarget() throws Exception {
        Scenario scenario = read(head() + "faults: { cut: { on: [app, db], peers: [10.0.0.1, 10.0.0.2], drop: silent } }\ntimeline: [ { inject: cut, for: 1s } ]\n");

        assertEquals(4, count(Price.of(scenario), "faults", Cost.MEMBERS));
        assertEquals(2 * (3 + 5), count(Price.of(scenario, name -> name.equals("app") ? 3 : 5, (target, name) -> 1), "faults", Cost.MEMBERS));
        assertEquals(8 * (2 * 2 * 2), count(Price.of(scenario, name -> name.equals("app") ? 3 : 5, (target, name) -> 1), "faults", Cost.RULES));
    }

    @ParameterizedTest
    @EnumSource(Cost.class)
    void refusesOneMoreOfAnythingThanTheLimitAndNamesItsKey(Cost cost) {
        if (FOUND_LATER.contains(cost)) {
            BadValueException refused = assertThrows(BadValueException.class, () -> Budget.STANDARD.with(cost, 2).check("", cost, 3));
            assertEquals("use fewer, or raise limits." + cost.key() + " in /etc/nofin/nofin.yaml", refused.remedy());
            return;
        }
        String text = everything();
        long counted = Price.of(assertDoesNotThrow(() -> read(text))).items().stream().filter(item -> item.cost() == cost).mapToLong(Price.Item::count).max().orElseThrow();
        assertTrue(counted > 1, cost + " is counted: " + counted);

        assertEquals(List.of(), problems(text, Budget.STANDARD.with(cost, counted)));
        String problem = problems(text, Budget.STANDARD.with(cost, counted - 1)).get(0);
        assertTrue(problem.contains(counted + " " + cost.noun() + ", and the limit is " + (counted - 1)), problem);
        assertTrue(problem.endsWith("raise limits." + cost.key() + " in /etc/nofin/nofin.yaml"), problem);
    }

    @Test
    void tellsAHundredProblemsAndHowManyMoreThereAre() {
        String text = "nofin: 1\n" + many(80_000, i -> "key" + i + ": 1\n");

        List<String> problems = problems(text, Budget.STANDARD);
        assertEquals(Problems.MOST + 1, problems.size());
        assertTrue(problems.stream().anyMatch(problem -> problem.endsWith("more problems in this file: fix these first")), problems.get(100));
        assertTrue(problems.stream().mapToInt(String::length).sum() < 20_000);
    }

    @Test
    void configurationChangesEachLimit() throws Exception {
        for (Cost cost : Cost.values()) {
            assertEquals(77, HostConfigReader.read("nofin: 1\nlimits: { " + cost.key() + ": 77 }\n", "nofin.yaml").budget().of(cost));
            InvalidDocumentException refused = assertThrows(InvalidDocumentException.class,
                () -> HostConfigReader.read("nofin: 1\nlimits: { " + cost.key() + ": 0 }\n", "nofin.yaml"));
            assertTrue(refused.getMessage().contains("limits." + cost.key()), refused.getMessage());
        }
    }

    @Test
    void schemaAndDocumentKnowEachLimitAndItsNumber() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(HostConfigSchema.text()).at("/properties/limits/properties");
        String document = Files.readString(DOCUMENT);
        Map<String, Cost> known = List.of(Cost.values()).stream().collect(Collectors.toMap(Cost::key, cost -> cost));

        assertEquals(known.size(), schema.size());
        known.forEach((key, cost) -> {
            String standard = cost.isBytes() ? new ByteCount(cost.standard()).toString() : Long.toString(cost.standard());
            assertTrue(schema.at("/" + key + "/description").asText().endsWith("Default: " + standard + "."), key);
            assertTrue(document.contains("| `" + key + "` | " + standard + " | "), key);
        });
    }

    private static String everything() {
        return head() + "lab: { hosts: { n1: {}, n2: {} } }\n"
            + "faults:\n  cut: { on: app, peers: [10.0.0.1, 10.0.0.2], drop: silent }\n  slow: { on: db, peers: 10.0.0.3, delay: 1ms }\n"
            + "timeline: [ { inject: [cut, slow], for: 1s } ]\n"
            + "probes:\n" + many(2, i -> "  p" + i + ": { from: app, hold: \"10.0.0.1:80\", on-failure: { webhook: \"http://10.0.0.1/\" } }\n")
            + "expect:\n  - { fault: cut, matched-at-least: 1 }\n  - { fault: slow, matched-at-least: 1 }\n";
    }

    private static String head() {
        return "nofin: 1\ntargets: { app: { netns: app }, db: { netns: db } }\n";
    }

    private static String one(String more) {
        return head() + "faults: { cut: { on: app, drop: silent, " + more + " } }\ntimeline: [ { inject: cut, for: 1s } ]\n";
    }

    private static String odd(int count) {
        return IntStream.range(0, count).mapToObj(i -> Integer.toString(2 * i + 1)).collect(Collectors.joining(","));
    }

    private static String many(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    private static long count(String text, String path, Cost cost) throws InvalidDocumentException {
        return count(Price.of(read(text)), path, cost);
    }

    private static long count(Price price, String path, Cost cost) {
        return price.items().stream().filter(item -> item.path().equals(path) && item.cost() == cost).findFirst().orElseThrow().count();
    }

    private static Scenario read(String text) throws InvalidDocumentException {
        return new ScenarioReader(filter -> { }).read(text, "it.yaml");
    }

    private static List<String> problems(String text, Budget budget) {
        try {
            new ScenarioReader(filter -> { }, budget).read(text, "it.yaml");
            return List.of();
        } catch (InvalidDocumentException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
