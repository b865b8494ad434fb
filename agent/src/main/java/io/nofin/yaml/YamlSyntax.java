package io.nofin.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.nofin.unit.Quoted;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Describes in one line, and at the right position, why a text is not YAML. */
public final class YamlSyntax {

    private static final String TAB = "\\t(TAB)";
    private static final int LONGEST = 200;

    private YamlSyntax() {
    }

    static InvalidDocumentException problem(JsonProcessingException failure, Problems problems) {
        if (failure.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            return problems.fatal(position(marked, failure), "not YAML: " + oneLine(marked.getProblem()),
                remedy(marked.getProblem()));
        }
        if (failure.getOriginalMessage().startsWith("Expected a field name")) {
            return problems.fatal(position(failure), "a key that is not plain text", "write keys as words");
        }
        return problems.fatal(position(failure), "not YAML: " + oneLine(failure.getOriginalMessage()),
            "check it and what is before it");
    }

    private static String remedy(String problem) {
        if (problem.contains(TAB)) {
            return "indent with spaces";
        }
        return problem.startsWith("mapping values are not allowed")
            ? "check the indentation, and quote texts that have ': ' in them"
            : "check it and what is before it";
    }

    private static Position position(MarkedYAMLException marked, JsonProcessingException failure) {
        Mark mark = marked.getProblemMark();
        return mark == null ? position(failure) : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Position position(JsonProcessingException failure) {
        JsonLocation location = failure.getLocation();
        return location == null ? Position.START
            : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** Cuts off the parser's advice not to indent with the character at hand. */
    private static String oneLine(String message) {
        String clause = message.lines().findFirst().orElse("").replaceFirst("\\. ?\\(Do not use .*", "");
        String shown = clause.replace(TAB, "tab");
        return Quoted.isPlain(shown) && shown.length() <= LONGEST ? shown : Quoted.of(shown);
    }
}
