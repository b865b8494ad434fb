package io.nofin.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.nofin.unit.Quoted;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes text as a YAML scalar inside braces: plain where that is unambiguous, otherwise quoted. */
public final class FlowScalar {

    private static final Pattern BARE = Pattern.compile("(?!(?i:null)$)-{0,2}[A-Za-z0-9/._][A-Za-z0-9/._=-]*");

    private FlowScalar() {
    }

    /**
     * Returns the scalar. Quoted ones have the escapes of JSON, which are valid in YAML, also for characters that YAML takes for a
     * line break.
     */
    public static String of(String text) {
        if (BARE.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        new String(JsonStringEncoder.getInstance().quoteAsString(text)).codePoints().mapToObj(Character::toString).forEach(
            character -> quoted.append(Quoted.isPlain(character) ? character : escaped(character)));
        return quoted.append('"').toString();
    }

    /** Returns a list of scalars, each plain or quoted. */
    public static String list(Collection<?> items) {
        return items.stream().map(item -> of(item.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String escaped(String character) {
        return character.chars().mapToObj(unit -> String.format("\\u%04x", unit)).collect(Collectors.joining());
    }
}
