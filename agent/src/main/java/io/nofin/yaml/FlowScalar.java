package io.nofin.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.nofin.unit.Quoted;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text as YAML has it between braces: bare where nothing in it means more than itself, in quotes otherwise. */
public final class FlowScalar {

    private static final Pattern BARE = Pattern.compile("(?!(?i:null)$)-{0,2}[A-Za-z0-9/._][A-Za-z0-9/._=-]*");

    private FlowScalar() {
    }

    /** In quotes, the escapes are those of JSON, which are YAML's too, also for what YAML takes for the end of a line. */
    public static String of(String text) {
        if (BARE.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        new String(JsonStringEncoder.getInstance().quoteAsString(text)).codePoints().mapToObj(Character::toString).forEach(
            character -> quoted.append(Quoted.isPlain(character) ? character : escaped(character)));
        return quoted.append('"').toString();
    }

    /** As a list, each by itself bare or in quotes. */
    public static String list(Collection<?> items) {
        return items.stream().map(item -> of(item.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String escaped(String character) {
        return character.chars().mapToObj(unit -> String.format("\\u%04x", unit)).collect(Collectors.joining());
    }
}
