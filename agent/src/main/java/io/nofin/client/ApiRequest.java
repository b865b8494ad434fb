package io.nofin.client;

import io.nofin.api.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to the agent. Immutable: every method returns another one.
 *
 * @param target   path and query, encoded as they are sent
 * @param headers  by name
 * @param body     the content; empty for none
 * @param patience the longest wait for the next byte of the answer
 */
record ApiRequest(String method, String target, Map<String, String> headers, byte[] body, Duration patience) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);         // doctor makes many trials, and a run may take long to heal

    /** Returns a request without content that waits two minutes for each byte of the answer. */
    static ApiRequest of(String method, String target) {
        return new ApiRequest(method, target, Map.of(), new byte[0], PATIENCE);
    }

    ApiRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiRequest(method, target, more, body, patience);
    }

    ApiRequest accept(Form form) {
        return header("Accept", form.mediaType());
    }

    ApiRequest param(String name, String value) {
        String query = name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return new ApiRequest(method, target + (target.indexOf('?') < 0 ? "?" : "&") + query, headers, body, patience);
    }

    ApiRequest content(String mediaType, byte[] content) {
        ApiRequest typed = header("Content-Type", mediaType);
        return new ApiRequest(method, target, typed.headers, content, patience);
    }

    /** @param value maps, lists, strings, numbers and booleans */
    ApiRequest json(Object value) {
        return content(Form.JSON.mediaType(), Reply.written(value).getBytes(StandardCharsets.UTF_8));
    }

    ApiRequest waiting(Duration longest) {
        return new ApiRequest(method, target, headers, body, longest);
    }

    /** Returns the head as HTTP/1.1 (RFC 9112) writes it, for a connection that may be used again. */
    byte[] head() {
        StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || !method.equals("GET") && !method.equals("HEAD")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
