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
 * The report of a fault or scenario.
 *
 * @param data the report as {@code nofin schema --report} describes it
 * @param text the report for a person, written on demand
 * @param page the report as HTML, written on demand
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

    /** Reads the report from a page, which contains the data that it shows. */
    static RunReport ofPage(String page) {
        Matcher data = DATA.matcher(page);
        if (!data.find()) {
            throw new IllegalStateException("the agent's page has no data: the agent has another version than this library");
        }
        return of(data.group(1), () -> data.group(1), () -> page);
    }

    boolean passed() {
        return data.required("passed").asBoolean();
    }

    /** Returns the fault of a run that has only one. */
    JsonNode fault() {
        return data.required("faults").required(0);
    }

    /** Returns the reasons not to trust the report. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        data.required("problems").forEach(problem -> problems.add(problem.asText()));
        if (data.required("interrupted").asBoolean() && problems.isEmpty()) {
            problems.add("the run was interrupted from outside");
        }
        return problems;
    }
}
