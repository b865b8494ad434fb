package io.nofin.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.Shaping;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.Map;

/** Writes a fault as the agent's API takes it: an entry of a scenario, and how long it fires. */
final class FaultBody {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private FaultBody() {
    }

    static Map<String, Object> of(String fault, Scenario scenario, Duration length) {
        Map<String, Object> body = values(ScenarioWriter.writeFault(scenario, fault));
        body.put("for", Durations.format(length));
        body.put("armed-only", true);
        return body;
    }

    /** Returns the keys of a shaping, to change a fault that fires. */
    static Map<String, Object> of(Shaping shaping) {
        return values("{ " + shaping + " }");
    }

    private static Map<String, Object> values(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<>() { });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fault is YAML", e);
        }
    }
}
