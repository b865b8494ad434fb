package io.nofin.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** JSON as every command prints it: indented, UTF-8, a newline at the end. */
public final class JsonText {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINES = new ObjectMapper();

    private JsonText() {
    }

    /** @param value maps, lists, records, strings, numbers and booleans */
    public static String of(Object value) {
        return text(MAPPER, value) + "\n";
    }

    /** The same on one line, without its end. */
    public static String line(Object value) {
        return text(LINES, value);
    }

    private static String text(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is not data: " + value.getClass(), e);
        }
    }
}
