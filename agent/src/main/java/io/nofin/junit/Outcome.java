package io.nofin.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a fault or a scenario came to, as its report says.
 *
 * @param data as {@code nofin schema --report} describes it
 * @param text for a person, written when it is wanted
 * @param page likewise, HTML
 */
record Outcome(JsonNode data, Supplier<String> text, Supplier<String> page) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Outcome of(String json, Supplier<String> text, Supplier<String> page) {
        try {
            return new Outcome(MAPPER.readTree(json), text, page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is JSON: " + json, e);
        }
    }

    boolean passed() {
        return data.required("passed").asBoolean();
    }

    /** Of a run with one fault. */
    JsonNode fault() {
        return data.required("faults").required(0);
    }

    /** What makes it not to be trusted. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        data.required("problems").forEach(problem -> problems.add(problem.asText()));
        if (data.required("interrupted").asBoolean() && problems.isEmpty()) {
            problems.add("it was broken off from outside");
        }
        return problems;
    }
}
