package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The head of an answer, and its content, which is still to be read.
 *
 * @param ending closes the connection, unless it can be used again; run when the reply is closed
 */
record Reply(HttpHead head, InputStream body, Closeable ending) implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    int status() {
        return head.status();
    }

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
        ending.close();
    }
}
