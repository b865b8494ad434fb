package io.nofin.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.Shaping;
import io.nofin.unit.Durations;
import java.util.List;
import java.util.Map;

/** Writes a fault as an agent takes it: as in a scenario, with targets in the notation of the command line, and some keys around it. */
final class FaultBody {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> NAMING = List.of("on", "peers", "partition");
    private static final List<String> AROUND = List.of("seed", "allow-host", "max-duration", "witness");

    private FaultBody() {
    }

    static Map<String, Object> of(Order order) {
        JsonNode scenario = written(order.scenario());
        ObjectNode body = (ObjectNode) scenario.required("faults").required(order.name());
        for (String key : NAMING) {
            if (body.has(key)) {
                body.set(key, noted(body.get(key), order.scenario()));
            }
        }
        AROUND.stream().filter(scenario::has).forEach(key -> body.set(key, scenario.get(key)));
        body.put("for", Durations.format(order.atMost()));
        body.put("armed-only", true);
        return values(body);
    }

    /** The keys of a shaping that say how it is to be from now on. */
    static Map<String, Object> shaping(Order order, Shaping shaping) {
        Scenario before = order.scenario();
        ObjectNode body = (ObjectNode) written(new Scenario(before.name(), "", before.seed(), before.allowHost(), before.targets(), before.lab(),
            Map.of(order.name(), order.fault().shapedBy(shaping)), List.of(), Map.of())).required("faults").required(order.name());
        body.retain(List.of("delay", "loss", "duplicate", "corrupt", "reorder", "rate", "slot", "limit"));
        return values(body);
    }

    private static JsonNode written(Scenario scenario) {
        try {
            return YAML.readTree(ScenarioWriter.write(scenario));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a scenario is YAML", e);
        }
    }

    /** A target of the scenario in the notation of the command line; any other text as it is. */
    private static JsonNode noted(JsonNode names, Scenario scenario) {
        if (names instanceof ArrayNode list) {
            ArrayNode noted = JsonNodeFactory.instance.arrayNode();
            list.forEach(name -> noted.add(noted(name, scenario)));
            return noted;
        }
        return scenario.targets().containsKey(names.asText()) ? TextNode.valueOf(scenario.targets().get(names.asText()).toString()) : names;
    }

    @SuppressWarnings("unchecked")          // an object of JSON is a map of texts
    private static Map<String, Object> values(ObjectNode body) {
        return (Map<String, Object>) YAML.convertValue(body, Map.class);
    }
}
