package io.nofin.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run as the agent knows it, written and read.
 *
 * @param run      the id in {@code nofin status} and in the kernel; empty before the run is armed
 * @param owner    the user who asked for the run
 * @param result   the result of a run that came to its end
 * @param timeline the planned spans, by their beginning
 * @param firing   the names of the faults that fire now
 * @param faults   an object for each fault, with what it does and between whom
 * @param problem  the reason why the run failed
 */
public record RunState(String id, String scenario, String description, Phase phase, String owner, Optional<String> run, Optional<Instant> created,
        Optional<Instant> started, Optional<Instant> ended, Optional<Result> result, List<RunEvent.Stretch> timeline, List<String> firing,
        List<Map<String, Object>> faults, Optional<ErrorBody> problem) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The phases of a run. */
    public enum Phase {
        STARTING, RUNNING, STOPPING, ENDED, FAILED;

        public boolean isOver() {
            return this == ENDED || this == FAILED;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The result of a run. */
    public record Result(boolean passed, boolean interrupted) {
    }

    public RunState {
        timeline = List.copyOf(timeline);
        firing = List.copyOf(firing);
        faults = List.copyOf(faults);
    }

    /** Reads a run from an object of the API; keys that are missing are empty. */
    public static RunState of(JsonNode run) {
        List<RunEvent.Stretch> timeline = new ArrayList<>();
        run.path("timeline").forEach(stretch -> timeline.add(RunEventJson.stretch(stretch)));
        List<String> firing = new ArrayList<>();
        run.path("firing").forEach(name -> firing.add(name.asText()));
        List<Map<String, Object>> faults = new ArrayList<>();
        run.path("faults").forEach(fault -> faults.add(MAPPER.convertValue(fault, new TypeReference<>() { })));
        return new RunState(run.required("id").asText(), run.path("scenario").asText(), run.path("description").asText(),
            Phase.valueOf(run.required("state").asText().toUpperCase(Locale.ROOT)), run.path("owner").asText(), text(run, "run"),
            text(run, "created").map(Instant::parse), text(run, "started").map(Instant::parse), text(run, "ended").map(Instant::parse),
            run.has("passed") ? Optional.of(new Result(run.path("passed").asBoolean(), run.path("interrupted").asBoolean())) : Optional.empty(),
            timeline, firing, faults, run.path("problem").isObject() ? Optional.of(ErrorBody.of(run.path("problem"))) : Optional.empty());
    }

    /** Returns the object as maps, lists, strings and numbers. */
    public Map<String, Object> data() {
        Map<String, Object> data = JsonFields.of("id", id, "scenario", scenario, "description", description, "state", phase.toString(), "owner", owner);
        run.ifPresent(known -> data.put("run", known));
        created.ifPresent(moment -> data.put("created", moment.toString()));
        started.ifPresent(moment -> data.put("started", moment.toString()));
        ended.ifPresent(moment -> data.put("ended", moment.toString()));
        result.ifPresent(found -> {
            data.put("passed", found.passed());
            data.put("interrupted", found.interrupted());
        });
        data.put("timeline", timeline.stream().map(RunEventJson::stretch).toList());
        data.put("firing", firing);
        data.put("faults", faults);
        problem.ifPresent(why -> data.put("problem", why.data()));
        if (phase.isOver()) {
            data.put("exit-code", exitCode());
        }
        return data;
    }

    public boolean passed() {
        return result.isPresent() && result.get().passed();
    }

    public boolean interrupted() {
        return result.isPresent() && result.get().interrupted();
    }

    /** Returns the {@link ExitCode} of a command that waits for the run. */
    private int exitCode() {
        return problem.map(ErrorBody::exitCode)
            .orElseGet(() -> result.map(found -> ExitCode.of(found.passed(), found.interrupted())).orElse(ExitCode.DEFECT));
    }

    private static Optional<String> text(JsonNode object, String key) {
        return object.hasNonNull(key) ? Optional.of(object.path(key).asText()) : Optional.empty();
    }
}
