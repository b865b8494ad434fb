package io.nofin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes a probe as the body of {@code POST /v1/monitors}: as a scenario does, with targets in the notation of the command line. */
final class MonitorBody {

    private static final String NAME = "monitor";

    private MonitorBody() {
    }

    static JsonNode of(Probe probe, TargetSpec from, NamedTargets targets, Optional<Duration> length) throws IOException {
        Probe silent = new Probe(probe.from(), probe.check(), probe.every(), probe.timeout(), probe.retry(), probe.afterFailed(), Map.of());
        String written = ScenarioWriter.write(new Scenario(NAME, "", OptionalLong.empty(), true, Map.of(), Map.of(), Map.of(), List.of(),
            Map.of(NAME, silent)));
        ObjectNode body = (ObjectNode) new YAMLMapper().readTree(written).at("/probes/" + NAME);
        body.put("from", from.toString());
        if (probe.check().endpoint().isPresent()) {
            body.put(probe.check().kind(), targets.typed(probe.check()));
        }
        length.ifPresent(limit -> body.put("for", Durations.format(limit)));
        return body;
    }
}
