package io.nofin.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.api.Form;
import io.nofin.backend.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The report of a fault or scenario.
 *
 * @param data the report as {@code nofin schema --report} describes it
 * @param text the report for a person, written on demand
 * @param page the report as HTML, written on demand
 */
record RunReport(JsonNode data, Supplier<String> text, Supplier<String> page) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @throws IOException when the agent does not answer any more */
    static RunReport of(Outcome outcome) throws IOException {
        return new RunReport(MAPPER.readTree(outcome.report(Form.JSON)), () -> report(outcome, Form.TEXT), () -> report(outcome, Form.HTML));
    }

    private static String report(Outcome outcome, Form form) {
        try {
            return outcome.report(form);
        } catch (IOException e) {
            throw new NofinException("the report cannot be read: " + e.getMessage(), e);
        }
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
