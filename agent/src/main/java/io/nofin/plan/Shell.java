package io.nofin.plan;

import java.util.regex.Pattern;

/** Words for a POSIX shell. */
public final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,=+@%-]+");

    private Shell() {
    }

    /** The word as it is where the shell would leave it alone, else in single quotes. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
