package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The agent's description of itself, and checks that the agent does what it says. */
final class OpenApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode DOCUMENT = document();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private OpenApi() {
    }

    /** Returns every operation, as {@code GET /v1/runs/{id}}. */
    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.get("paths").properties().forEach(path ->
            path.getValue().properties().forEach(method -> operations.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Fails the test unless the reply is one that is described. */
    static void check(String method, String path, Http.Reply reply) throws IOException {
        JsonNode responses = operation(method, path.replaceAll("\\?.*", "")).path("responses");
        JsonNode response = reply.status() < 400 ? responses.path(Integer.toString(reply.status()))
            : DOCUMENT.at("/components/responses/Refused");
        assertTrue(response.isObject() || responses.isMissingNode(), method + " " + path + " answers " + reply.status() + ", which is not described");
        if (reply.body().isEmpty() || responses.isMissingNode() && reply.status() < 400) {
            return;
        }
        String type = reply.headers().getOrDefault("content-type", "").replaceAll(";.*", "");
        JsonNode content = response.path("content");
        JsonNode described = content.has(type) ? content.get(type) : content.path("*/*");
        assertTrue(described.isObject(), method + " " + path + " answers " + type + ", which is not described");
        if (type.equals("application/json")) {
            validate(described.get("schema"), MAPPER.readTree(reply.body()));
        }
    }

    /** Fails the test unless the value is as the component says. */
    static void check(String component, JsonNode value) {
        validate(MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + component), value);
    }

    private static void validate(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", DOCUMENT.get("components"));
        assertEquals(Set.of(), SCHEMAS.getSchema(whole).validate(value), value.toString());
    }

    private static JsonNode operation(String method, String path) {
        for (Map.Entry<String, JsonNode> described : DOCUMENT.get("paths").properties()) {
            if (path.matches(described.getKey().replaceAll("\\{[a-z]+}", "[^/]+")) && described.getValue().has(method.toLowerCase(Locale.ROOT))) {
                return described.getValue().get(method.toLowerCase(Locale.ROOT));
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode document() {
        try {
            return ApiDescription.document();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
