package io.nofin.plan;

import java.util.regex.Pattern;

/** Quotes words for a POSIX shell. */
public final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,=+@%-]+");

    private ShellWords() {
    }

    /** Returns the word as it is where the shell would leave it alone, otherwise in single quotes. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
