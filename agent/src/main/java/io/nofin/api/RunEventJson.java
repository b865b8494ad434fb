package io.nofin.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Writes the events of a run as JSON, and reads them back: a type, which is not in the object, and the object on one line. Times are
 * in seconds. Types and keys that a reader does not know are ignored.
 */
public final class RunEventJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RunEventJson() {
    }

    /** Returns the event's type, one word, for example {@code fired}. */
    public static String type(RunEvent event) {
        return event instanceof RunEvent.ProbeChanged ? "probe" : event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Returns the object on one line, without a newline. */
    public static String text(RunEvent event) {
        return JsonText.line(data(event));
    }

    /** Returns the object as maps, lists, strings and numbers. */
    public static Map<String, Object> data(RunEvent event) {
        if (event instanceof RunEvent.Tidied tidied) {
            return JsonFields.of("removed", tidied.removed(), "failed", tidied.failed());
        }
        if (event instanceof RunEvent.Armed armed) {
            return armed(armed);
        }
        if (event instanceof RunEvent.Fired fired) {
            return JsonFields.of("at", JsonFields.seconds(fired.at()), "faults", fired.faults(), "length", JsonFields.seconds(fired.length()),
                "ramp", fired.ramp().orElse(null), "took", JsonFields.seconds(fired.took()), "skew", JsonFields.seconds(fired.skew()));
        }
        if (event instanceof RunEvent.Healed healed) {
            return JsonFields.of("at", JsonFields.seconds(healed.at()), "faults", healed.faults(),
                "took", JsonFields.seconds(healed.took()), "skew", JsonFields.seconds(healed.skew()));
        }
        if (event instanceof RunEvent.Followed followed) {
            return JsonFields.of("at", JsonFields.seconds(followed.at()), "what", followed.what(), "after", JsonFields.seconds(followed.after()));
        }
        if (event instanceof RunEvent.Wiped wiped) {
            return JsonFields.of("at", JsonFields.seconds(wiped.at()), "host", wiped.host(), "faults", wiped.faults(), "lost", wiped.lost(),
                "by", wiped.by(), "put-back", wiped.putBack());
        }
        if (event instanceof RunEvent.ProbeChanged change) {
            return JsonFields.of("probe", change.probe(), "at", change.at().map(JsonFields::seconds).orElse(null),
                "from", change.from().toString(), "to", change.to().toString(), "reason", change.reason(), "failures", change.failures());
        }
        return event instanceof RunEvent.Disarmed disarmed ? JsonFields.of("took", JsonFields.seconds(disarmed.took())) : JsonFields.of();
    }

    /**
     * Returns the event that was written as {@code type} and {@code text}; empty for a type that this version does not know.
     *
     * @throws IOException when the text is not an object of that type
     */
    public static Optional<RunEvent> read(String type, String text) throws IOException {
        try {
            return read(type, MAPPER.readTree(text));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("not the data of an event '" + type + "': " + text, e);
        }
    }

    private static Optional<RunEvent> read(String type, JsonNode data) {
        return Optional.ofNullable(switch (type) {
            case "tidied" -> new RunEvent.Tidied(counts(data.required("removed")), list(data.required("failed"), JsonNode::asText));
            case "armed" -> armed(data);
            case "fired" -> new RunEvent.Fired(duration(data.required("at")), list(data.required("faults"), JsonNode::asText),
                duration(data.required("length")), some(data, "ramp").map(JsonNode::asText), duration(data.required("took")), duration(data.required("skew")));
            case "healed" -> new RunEvent.Healed(duration(data.required("at")), list(data.required("faults"), JsonNode::asText),
                duration(data.required("took")), duration(data.required("skew")));
            case "followed" -> new RunEvent.Followed(duration(data.required("at")), data.required("what").asText(), duration(data.required("after")));
            case "wiped" -> new RunEvent.Wiped(duration(data.required("at")), data.required("host").asText(),
                list(data.required("faults"), JsonNode::asText), list(data.required("lost"), JsonNode::asText),
                list(data.required("by"), JsonNode::asText), data.required("put-back").asBoolean());
            case "recovering" -> new RunEvent.Recovering();
            case "probe" -> new RunEvent.ProbeChanged(data.required("probe").asText(), some(data, "at").map(RunEventJson::duration),
                state(data.required("from")), state(data.required("to")), data.required("reason").asText(), data.required("failures").asInt());
            case "disarmed" -> new RunEvent.Disarmed(duration(data.required("took")));
            default -> null;
        });
    }

    private static Map<String, Object> armed(RunEvent.Armed armed) {
        return JsonFields.of("run", armed.run(), "gates", armed.gates(), "namespaces", armed.namespaces(),
            "took", JsonFields.seconds(armed.took()), "shaping", armed.shaping(),
            "seed", armed.seed().isPresent() ? armed.seed().getAsLong() : null, "notes", armed.notes(),
            "timeline", armed.timeline().stream().map(RunEventJson::stretch).toList(), "probes", armed.probes());
    }

    /** Returns a planned span of a timeline. */
    public static Map<String, Object> stretch(RunEvent.Stretch stretch) {
        return JsonFields.of("fault", stretch.fault(), "from", JsonFields.seconds(stretch.from()), "length", JsonFields.seconds(stretch.length()));
    }

    /** Reads a planned span of a timeline. */
    public static RunEvent.Stretch stretch(JsonNode stretch) {
        return new RunEvent.Stretch(stretch.required("fault").asText(), duration(stretch.required("from")), duration(stretch.required("length")));
    }

    private static RunEvent.Armed armed(JsonNode data) {
        return new RunEvent.Armed(data.required("run").asText(), data.required("gates").asInt(), data.required("namespaces").asInt(),
            duration(data.required("took")), list(data.required("shaping"), JsonNode::asText),
            some(data, "seed").map(seed -> OptionalLong.of(seed.asLong())).orElse(OptionalLong.empty()),
            list(data.required("notes"), JsonNode::asText), list(data.required("timeline"), RunEventJson::stretch),
            list(data.required("probes"), JsonNode::asText));
    }

    private static Optional<JsonNode> some(JsonNode data, String key) {
        return Optional.ofNullable(data.get(key)).filter(value -> !value.isNull());
    }

    private static Duration duration(JsonNode seconds) {
        return Duration.ofNanos(Math.round(seconds.asDouble() * 1e9));
    }

    private static ProbeState state(JsonNode word) {
        return ProbeState.valueOf(word.asText().toUpperCase(Locale.ROOT));
    }

    private static Map<String, Integer> counts(JsonNode object) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        object.properties().forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
        return counts;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
        List<T> list = new ArrayList<>();
        array.forEach(one -> list.add(element.apply(one)));
        return list;
    }
}
