package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Formats requests for the audit. */
final class AuditNotes {

    /** The most keys that are noted; a fault has fewer. */
    private static final int KEYS = 40;

    private AuditNotes() {
    }

    /** Returns the fault that a client asks for, valid or not: its targets and peers, and every other key as it was sent. */
    static Map<String, Object> asked(ObjectNode body) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("targets", body.has("partition") ? strings(body.path("partition")) : strings(body.path("on")));
        asked.put("peers", body.has("peers") ? strings(body.path("peers")) : null);
        Map<String, Object> keys = new LinkedHashMap<>();
        body.properties().stream().filter(entry -> !List.of("on", "peers", "partition").contains(entry.getKey())).limit(KEYS)
            .forEach(entry -> keys.put(entry.getKey(), text(entry.getValue())));
        asked.put("asked", keys);
        return asked;
    }

    /** Returns the probe that a client asks for, valid or not. */
    static Map<String, Object> probe(ObjectNode body) {
        Map<String, Object> asked = asked(body.deepCopy().without(List.of("from")));
        asked.put("targets", strings(body.path("from")));
        return asked;
    }

    /** Returns the data of a fault. */
    static Map<String, Object> of(AgentFault fault) {
        Map<String, Object> state = asked(fault.spec().body());
        state.put("effect", fault.spec().effect());
        state.put("firing", fault.remaining().isPresent());
        state.put("owner", fault.owner());
        return state;
    }

    private static List<String> strings(JsonNode value) {
        List<String> strings = new ArrayList<>();
        if (value.isValueNode()) {
            strings.add(value.asText());
        }
        value.forEach(item -> strings.add(text(item)));
        return strings;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
