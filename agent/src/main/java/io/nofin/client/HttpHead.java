package io.nofin.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status line and headers of an HTTP/1.1 answer (RFC 9112), and how its content is framed.
 *
 * @param headers values by name in lower case, in the order in which they came
 */
record HttpHead(int status, Map<String, List<String>> headers) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final int MAX_BYTES = 64 << 10;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Reads up to and including the empty line. Interim answers (1xx) are passed over. */
    static HttpHead read(InputStream in) throws IOException {
        HttpHead head = readOne(in);
        while (head.status < 200) {
            head = readOne(in);
        }
        return head;
    }

    private static HttpHead readOne(InputStream in) throws IOException {
        String first = line(in);
        Matcher status = STATUS.matcher(first);
        if (!status.matches()) {
            throw new IOException("this is not HTTP: " + first);
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("this is not a header of HTTP: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>()).add(line.substring(colon + 1).strip());
        }
        return new HttpHead(Integer.parseInt(status.group(1)), headers);
    }

    List<String> values(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Returns the content of the answer, without its head. */
    FramedContent content(String method, InputStream connection) {
        if (method.equals("HEAD") || status == NO_CONTENT || status == NOT_MODIFIED) {
            return new FramedContent(connection, FramedContent.Framing.LENGTH, 0);
        }
        if (values("transfer-encoding").stream().anyMatch("chunked"::equalsIgnoreCase)) {
            return new FramedContent(connection, FramedContent.Framing.CHUNKED, 0);
        }
        return values("content-length").stream().findFirst()
            .map(length -> new FramedContent(connection, FramedContent.Framing.LENGTH, Long.parseLong(length)))
            .orElseGet(() -> new FramedContent(connection, FramedContent.Framing.CONNECTION, 0));
    }

    /** Returns whether the server takes another request on the same connection. */
    boolean keepsConnection() {
        return values("connection").stream().noneMatch("close"::equalsIgnoreCase);
    }

    /** Reads a line without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() == MAX_BYTES) {
                throw new IOException(next < 0 ? "the agent ended the connection in the middle of an answer" : "a line of more than 64 KiB");
            }
            line.append((char) next);
        }
        return line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.substring(0, line.length() - 1) : line.toString();
    }
}
