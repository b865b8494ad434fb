package io.nofin.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.nofin.api.ErrorKind;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the bodies of requests, up to the configured length. */
final class RequestBodies {

    private static final int PART = 8 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final long LEAST_BYTES_PER_SECOND = 1 << 10;
    private static final JsonMapper MAPPER = JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final long longest;

    RequestBodies(long longest) {
        this.longest = longest;
    }

    /** @throws ApiError when the body is too long, not UTF-8, or does not come as HTTP has it */
    String text(Context request) throws IOException {
        if (request.req().getContentLengthLong() > longest) {
            throw tooLarge();
        }
        try (InputStream in = request.req().getInputStream()) {
            byte[] bytes = bytes(in);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "the body is not text in UTF-8", "send UTF-8");
        } catch (IOException e) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "the body did not arrive whole: " + e.getMessage(),
                "send as many bytes as Content-Length says, or chunks as section 7.1 of RFC 9112 has them");
        }
    }

    /**
     * Reads an object with no other keys than these; an empty body is an empty object.
     *
     * @throws ApiError when the body is not such an object
     */
    ObjectNode object(Context request, Set<String> known) throws IOException {
        ObjectNode object = object(request);
        for (Iterator<String> keys = object.fieldNames(); keys.hasNext();) {
            String key = keys.next();
            if (!known.contains(key)) {
                throw ApiError.of(ErrorKind.BAD_REQUEST, "unknown key: " + key, known.isEmpty() ? "send {}" : "write one of " + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return object;
    }

    /** Reads an object with any keys. */
    ObjectNode object(Context request) throws IOException {
        String text = text(request);
        try {
            JsonNode body = text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
            if (body instanceof ObjectNode object) {
                return object;
            }
            throw ApiError.of(ErrorKind.BAD_REQUEST, "the body is not a JSON object", "send { ... }");
        } catch (JsonProcessingException e) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage(), "send a JSON object");
        }
    }

    /** Reads a duration in the notation of scenarios. */
    static Optional<Duration> duration(ObjectNode object, String key) {
        JsonNode value = object.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Durations.parse(value.asText()));
        } catch (BadValueException e) {
            throw new ApiError(ErrorKind.BAD_REQUEST, e.what(), Optional.of(key), Optional.of(e.remedy()), List.of());
        }
    }

    /** Reads the bytes. A client that sends nothing at all is left to the connection's idle timeout. */
    private byte[] bytes(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        long began = System.nanoTime();
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            bytes.write(part, 0, count);
            if (bytes.size() > longest) {
                throw tooLarge();
            }
            check(System.nanoTime() - began, bytes.size());
        }
        return bytes.toByteArray();
    }

    /**
     * Checks the rate at which a body arrives. A client that sends a byte now and then keeps a thread for the first 3 s at most, and
     * one that sends just enough for 15 s.
     */
    private static void check(long nanos, int bytes) {
        if (nanos > PATIENCE.toNanos()) {
            throw ApiError.of(ErrorKind.REQUEST_TIMEOUT, "the body did not arrive within " + PATIENCE.toSeconds() + " s", "send it faster");
        }
        if (nanos > GRACE.toNanos() && bytes < LEAST_BYTES_PER_SECOND * (nanos / 1_000_000_000)) {
            throw ApiError.of(ErrorKind.REQUEST_TIMEOUT, "the body arrives with less than " + LEAST_BYTES_PER_SECOND + " bytes per second", "send it faster");
        }
    }

    private ApiError tooLarge() {
        return ApiError.of(ErrorKind.CONTENT_TOO_LARGE, "the body is longer than " + longest + " bytes", "send less, or raise limits.body in the configuration");
    }
}
