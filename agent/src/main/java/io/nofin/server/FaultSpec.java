package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nofin.api.ErrorKind;
import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.scenario.ScenarioSettings;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.TargetNotation;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault as a client wrote it: an entry under {@code faults:} of a scenario, with targets in the notation of the command line, and
 * some keys that a scenario has outside its faults.
 *
 * @param body     the body that was put
 * @param scenario the same fault as a scenario
 * @param length   the default length of a firing
 */
record FaultSpec(String name, ObjectNode body, Scenario scenario, Optional<Duration> length) {

    static final String FOR = FaultKeys.length().word();
    static final String ARMED_ONLY = "armed-only";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration ANY = Duration.ofMillis(1);

    /**
     * Reads a fault.
     *
     * @throws ApiError when it is invalid; the message lists all problems at once
     */
    static FaultSpec read(String name, ObjectNode body) {
        return read(name, body, Budget.STANDARD);
    }

    /** Reads a fault within a budget that the host's owner has set. */
    static FaultSpec read(String name, ObjectNode body, Budget budget) {
        Optional<Duration> length = RequestBodies.duration(body, FOR);
        if (body.has(ARMED_ONLY) && !body.get(ARMED_ONLY).isBoolean()) {
            throw new ApiError(ErrorKind.BAD_REQUEST, ARMED_ONLY + " is neither true nor false", Optional.of(ARMED_ONLY), Optional.of("send \"armed-only\": true"), List.of());
        }
        if (length.isEmpty() && !body.path(ARMED_ONLY).asBoolean()) {
            throw new ApiError(ErrorKind.BAD_REQUEST, "missing key 'for'", Optional.empty(),
                Optional.of("add for example \"for\": \"10s\", or \"armed-only\": true"), List.of());
        }
        try {
            Scenario scenario = new ScenarioReader(PacketFilter::compile, budget).read(document(name, body, length.orElse(ANY)).toString(), name);
            return new FaultSpec(name, body, scenario, length);
        } catch (InvalidDocumentException e) {
            throw refusal(e);
        }
    }

    boolean isArmedOnly() {
        return body.path(ARMED_ONLY).asBoolean();
    }

    Fault fault() {
        return scenario.faults().get(name);
    }

    String effect() {
        return fault().describe();
    }

    /** Returns this fault with some keys changed; null removes a key. */
    FaultSpec merged(ObjectNode changes, Budget budget) {
        ObjectNode merged = body.deepCopy();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), change.getValue());
            }
        });
        return read(name, merged, budget);
    }

    /** Returns the shaping to change to, for the same packets; empty when more than the shaping differs. */
    Optional<Shaping> reshaping(FaultSpec changed) {
        boolean isSameAround = scenario.seed().equals(changed.scenario.seed()) && scenario.limits().equals(changed.scenario.limits())
            && scenario.witness() == changed.scenario.witness() && scenario.targets().equals(changed.scenario.targets());
        return fault().shaping().filter(before -> isSameAround).flatMap(before -> changed.fault().shaping()
            .filter(after -> before.engine() == after.engine() && fault().shapedBy(after).equals(changed.fault())));
    }

    /** Returns a scenario with this fault, and nothing else: the body is an entry under its faults, with some keys of the scenario beside it. */
    private static ObjectNode document(String name, ObjectNode body, Duration length) {
        checkTargets(body);
        ObjectNode fault = body.deepCopy().without(List.of(FOR, ARMED_ONLY));
        ObjectNode document = NODES.objectNode().put("nofin", 1).put("name", "by-hand");
        ScenarioSettings.words().stream().filter(fault::has).forEach(key -> document.set(key, fault.remove(key)));
        document.putObject("faults").set(name, fault);
        document.putArray("timeline").addObject().put("inject", name).put(FOR, Durations.format(length));
        return document;
    }

    /** Refuses texts that cannot be targets, since a body has no names of its own. */
    private static void checkTargets(ObjectNode body) {
        for (String key : List.of("on", "partition", "peers")) {
            try {
                for (String text : texts(body.path(key))) {
                    if (key.equals("peers")) {
                        TargetNotation.tryParse(text);
                    } else {
                        TargetNotation.parse(text);
                    }
                }
            } catch (BadValueException e) {
                throw new ApiError(ErrorKind.BAD_REQUEST, e.what(), Optional.of(key), Optional.of(e.remedy()), List.of());
            }
        }
    }

    private static List<String> texts(JsonNode value) {
        return value.isTextual() ? List.of(value.textValue()) : value.valueStream().flatMap(item -> texts(item).stream()).toList();
    }

    /**
     * Returns the API error for an invalid document. Positions refer to a document that the client never saw and are left out; key
     * paths are the client's.
     */
    static ApiError refusal(InvalidDocumentException wrong) {
        List<Problem> problems = wrong.problems().stream()
            .map(problem -> new Problem(problem.file(), 1, 1, problem.path(), problem.what(), problem.remedy())).toList();
        String error = String.join("\n", problems.stream()
            .map(problem -> (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.what() + ": " + problem.remedy()).toList());
        return new ApiError(ErrorKind.INVALID_DOCUMENT, error, Optional.of(problems.get(0).path()), Optional.of(problems.get(0).remedy()), problems);
    }
}
