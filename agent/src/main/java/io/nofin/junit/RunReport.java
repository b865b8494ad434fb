package io.nofin.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fault or a scenario came to, as its report says.
 *
 * @param data as {@code nofin schema --report} describes it
 * @param text for a person, written when it is wanted
 * @param page likewise, HTML
 */
record RunReport(JsonNode data, Supplier<String> text, Supplier<String> page) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"report\">([^<]*)</script>");

    static RunReport of(String json, Supplier<String> text, Supplier<String> page) {
        try {
            return new RunReport(MAPPER.readTree(json), text, page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is JSON: " + json, e);
        }
    }

    /** A page has the data it shows in itself. */
    static RunReport ofPage(String page) {
        Matcher data = DATA.matcher(page);
        if (!data.find()) {
            throw new IllegalStateException("the page of the agent has no data in it: it is of another version than this library");
        }
        return of(data.group(1), () -> data.group(1), () -> page);
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
            problems.add("the run was interrupted from outside");
        }
        return problems;
    }
}
