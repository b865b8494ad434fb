package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * One event of a stream.
 *
 * @param id   the id after which the stream can be continued; may be empty
 * @param kind the type, for example {@code fired}
 * @param data the content, as JSON
 */
public record ServerEvent(String id, String kind, String data) {

    /** @throws IOException when the content is not JSON */
    public JsonNode json() throws IOException {
        return Reply.json(data);
    }
}
