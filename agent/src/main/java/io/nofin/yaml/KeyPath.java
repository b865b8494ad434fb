package io.nofin.yaml;

import io.nofin.unit.Quoted;
import java.util.regex.Pattern;

/** The keys and list positions that lead to a value, as messages write them: {@code faults.cut.peers[1]}. */
public record KeyPath(String text, int depth) {

    public static final KeyPath ROOT = new KeyPath("", 0);

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    public KeyPath key(String key) {
        String shown = WORD.matcher(key).matches() ? key : Quoted.of(key);
        return new KeyPath(text.isEmpty() ? shown : text + "." + shown, depth + 1);
    }

    /** @param index counted from 0 */
    KeyPath item(int index) {
        return new KeyPath(text + "[" + index + "]", depth + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
