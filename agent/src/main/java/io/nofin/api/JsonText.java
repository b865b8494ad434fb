package io.nofin.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** JSON as every command prints it: indented, UTF-8, a newline at the end. */
public final class JsonText {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINES = new ObjectMapper();

    private JsonText() {
    }

    /**
     * Returns {@code value} as indented JSON.
     *
     * @param value maps, lists, records, strings, numbers and booleans
     */
    public static String of(Object value) {
        return text(MAPPER, value) + "\n";
    }

    /** Returns {@code value} as JSON on one line, without a newline. */
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
