package io.nofin.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nofin.api.ErrorKind;
import io.nofin.firewall.PacketFilter;
import io.nofin.run.LoneMonitor;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Probe;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.yaml.InvalidDocumentException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A probe without a run as a client wrote it: an entry under {@code probes:} of a scenario, with targets in the notation of the
 * command line, and how long it lasts. Callbacks are refused, since clients can act on the events themselves.
 *
 * @param scenario a scenario with this probe and no faults
 * @param length   empty for as long as the client follows
 */
record MonitorSpec(Scenario scenario, Optional<Duration> length) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String FROM = "from";
    private static final String NOTHING = "nothing";

    /**
     * Reads a probe.
     *
     * @throws ApiError when it is invalid; the message lists all problems at once
     */
    static MonitorSpec read(ObjectNode body, Budget budget) {
        Optional<Duration> length = RequestBodies.duration(body, FaultSpec.FOR);
        ObjectNode probe = body.deepCopy().without(List.of(FaultSpec.FOR));
        ObjectNode document = NODES.objectNode().put("nofin", 1).put("name", LoneMonitor.NAME).put("allow-host", true);
        document.putObject("faults").putObject(NOTHING).put("drop", "silent").set("on", NODES.arrayNode().add(probe.path(FROM).asText("host")));
        document.putArray("timeline").addObject().put("inject", NOTHING).put("for", "1ms");
        document.putObject("probes").set(LoneMonitor.NAME, probe);
        try {
            Scenario read = new ScenarioReader(PacketFilter::compile, budget).read(document.toString(), LoneMonitor.NAME);
            Probe found = read.probes().get(LoneMonitor.NAME);
            if (!found.callbacks().isEmpty()) {
                throw ApiError.of(ErrorKind.BAD_REQUEST, "monitors have no callbacks", "leave " + found.callbacks().keySet().iterator().next().word()
                    + " out, and act on the events");
            }
            return new MonitorSpec(new Scenario(read.name(), read.description(), read.seed(), true, read.targets(), Map.of(), Map.of(), List.of(),
                read.probes()), length);
        } catch (InvalidDocumentException e) {
            throw FaultSpec.refusal(e);
        }
    }
}
