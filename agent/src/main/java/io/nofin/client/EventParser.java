package io.nofin.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events: the {@code text/event-stream} of the HTML standard. Not thread-safe. */
final class EventParser {

    private final BufferedReader lines;

    EventParser(InputStream stream) {
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Waits for the next event; empty at the end of the stream, where an unfinished event is dropped. */
    Optional<ServerEvent> next() throws IOException {
        String id = "";
        String kind = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && data.length() > 0) {
                return Optional.of(new ServerEvent(id, kind, data.toString().strip()));
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);         // empty for a comment
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> id = value;
                case "event" -> kind = value;
                case "data" -> data.append(value).append('\n');
                default -> { }
            }
        }
        return Optional.empty();
    }
}
