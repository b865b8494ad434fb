package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;

/** The beginning of an answer, and what is still to be read of it. Closing it breaks the rest off. */
record Reply(int status, HttpFields headers, InputStream body) implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    String text() throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
        return json(text());
    }

    static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** @param value maps, lists, strings, numbers and booleans */
    static String written(Object value) {
        return MAPPER.valueToTree(value).toString();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
