package io.nofin.report;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Markup that is valid HTML and XML alike. All text is escaped, and characters that neither may contain are left out. Not
 * thread-safe.
 */
final class Markup {

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes name, value, name, value, ... */
    Markup open(String tag, String... attributes) {
        open.push(tag);
        return single(tag, attributes);
    }

    /** Adds an HTML element that has no end tag, such as {@code meta}. */
    Markup single(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1])).append('"');
        }
        out.append('>');
        return this;
    }

    Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Ends the element that was opened last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Adds an element that contains nothing but text. */
    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Adds another piece of markup. */
    Markup add(Markup other) {
        out.append(other);
        return this;
    }

    /** Adds a line break in the source. */
    Markup line() {
        out.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static String escaped(String text) {
        return StringEscapeUtils.escapeXml10(text);
    }
}
