package io.nofin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fault that the agent keeps, outside of scenarios, written and read.
 *
 * @param kind      the kind of its effect, one word
 * @param effect    as scenarios write it, for example {@code drop: silent}
 * @param remaining the time for which it goes on firing, in milliseconds as the API has it; empty when it does not fire
 * @param changedBy the user who fired, healed or changed it last, if that was not its owner
 * @param packets   packets met so far
 * @param wipes     what others have taken out of the kernel, a sentence for each time
 * @param spec      the specification with which the fault was put
 */
public record FaultState(String name, String kind, String effect, TruncatedList on, TruncatedList peers, Optional<Duration> remaining, String owner,
        Optional<String> changedBy, Optional<Instant> created, long packets, long bytes, List<String> wipes, JsonNode spec) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public FaultState {
        wipes = List.copyOf(wipes);
    }

    /** Reads a fault from an object of the API; keys that are missing are empty. */
    public static FaultState of(JsonNode fault) {
        JsonNode remaining = fault.path("remaining");
        List<String> wipes = new ArrayList<>();
        fault.path("wipes").forEach(wipe -> wipes.add(wipe.asText()));
        return new FaultState(fault.required("name").asText(), fault.path("kind").asText(), fault.path("effect").asText(), TruncatedList.of(fault, "on"),
            TruncatedList.of(fault, "peers"), remaining.isNumber() ? Optional.of(Duration.ofMillis(Math.round(remaining.asDouble() * 1e3))) : Optional.empty(),
            fault.path("owner").asText(), text(fault, "changed-by"), text(fault, "created").map(Instant::parse), fault.path("packets").asLong(),
            fault.path("bytes").asLong(), wipes, fault.path("spec"));
    }

    /** Returns the object as maps, lists, strings and numbers. */
    public Map<String, Object> data() {
        Map<String, Object> data = JsonFields.of("name", name, "kind", kind, "effect", effect);
        on.put(data, "on");
        peers.put(data, "peers");
        data.put("firing", firing());
        data.put("remaining", remaining.map(left -> left.toMillis() / 1e3).orElse(null));
        data.put("owner", owner);
        data.put("changed-by", changedBy.orElse(null));
        data.put("created", created.map(Instant::toString).orElse(null));
        data.put("packets", packets);
        data.put("bytes", bytes);
        data.put("took-effect", tookEffect());
        data.put("wipes", wipes);
        data.put("spec", MAPPER.convertValue(spec, Object.class));
        return data;
    }

    public boolean firing() {
        return remaining.isPresent();
    }

    /** Returns whether the fault met packets, and was whole all the time. */
    public boolean tookEffect() {
        return packets > 0 && wipes.isEmpty();
    }

    private static Optional<String> text(JsonNode object, String key) {
        return object.hasNonNull(key) ? Optional.of(object.path(key).asText()) : Optional.empty();
    }
}
