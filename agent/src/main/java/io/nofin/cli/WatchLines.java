package io.nofin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.api.ErrorBody;
import io.nofin.api.FaultState;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEventJson;
import io.nofin.api.RunState;
import io.nofin.client.ServerEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats the agent's events as lines for a person. Each line begins with the name of its scenario and the id of its run, or
 * with the name of its fault. */
final class WatchLines {

    private static final String GAP = "  ";

    private final Map<String, String> names = new HashMap<>();          // scenario and id, by run id
    private final Map<String, String> told = new HashMap<>();           // the last line about each run and fault

    List<String> of(ServerEvent event) throws IOException {
        JsonNode data = event.json();
        return switch (event.kind()) {
            case "snapshot" -> snapshot(data);
            case "run" -> run(RunState.of(data));
            case "fault" -> fault(data);
            case "event" -> happened(data);
            default -> List.of();
        };
    }

    private List<String> snapshot(JsonNode data) {
        List<String> lines = new ArrayList<>();
        for (JsonNode run : data.path("runs")) {
            RunState state = RunState.of(run);
            if (!state.phase().isOver()) {
                lines.addAll(run(state));
            }
        }
        data.path("faults").forEach(fault -> lines.addAll(fault(fault)));
        return lines;
    }

    private List<String> run(RunState run) {
        String name = run.scenario() + " " + run.id();
        String what = names.put(run.id(), name) != null || run.description().isEmpty() ? "" : ": " + run.description();
        String state = run.phase().isOver() ? "over: " + conclusion(run) : run.phase().toString();
        return once("run " + run.id(), name + GAP + "run of " + run.owner() + " is " + state + what);
    }

    private static String conclusion(RunState run) {
        return run.problem().map(ErrorBody::error).orElse(run.interrupted() ? "stopped" : run.passed() ? "passed" : "not passed");
    }

    private List<String> fault(JsonNode data) {
        if (data.path("removed").asBoolean()) {
            String name = data.path("name").asText();
            return once("fault " + name, name + GAP + "fault is removed");
        }
        FaultState fault = FaultState.of(data);
        return once("fault " + fault.name(), fault.name() + GAP + "fault of " + fault.owner() + ": " + fault.effect());
    }

    /** Formats an event of a run, or of a fault that the agent keeps. */
    private List<String> happened(JsonNode data) throws IOException {
        Optional<RunEvent> event = RunEventJson.read(data.path("type").asText(), data.path("event").toString());
        String run = data.path("run").asText();
        String name = data.path("fault").asText(names.getOrDefault(run, run));
        return event.map(EventLines::of).orElse(List.of()).stream().map(line -> name + GAP + line).toList();
    }

    /** Returns the line unless it was also the last one about this run or fault: other news of it come as events. */
    private List<String> once(String about, String line) {
        return line.equals(told.put(about, line)) ? List.of() : List.of(line);
    }
}
