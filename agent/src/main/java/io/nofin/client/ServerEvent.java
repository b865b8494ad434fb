package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * One event of a stream.
 *
 * @param id   by which the stream can be taken up again behind it; may be empty
 * @param kind for example {@code fired}
 * @param data JSON
 */
public record ServerEvent(String id, String kind, String data) {

    /** @throws IOException when it is not JSON */
    public JsonNode json() throws IOException {
        return Reply.json(data);
    }
}
