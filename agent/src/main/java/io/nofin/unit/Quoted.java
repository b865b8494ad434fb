package io.nofin.unit;

/** Foreign text in a message: in quotes, not longer than a line, and without control characters for terminals. */
public final class Quoted {

    private static final int LONGEST = 60;

    private Quoted() {
    }

    /** Returns {@code 'text'}, with control and invisible characters as {@code \}{@code uXXXX}, shortened to 60 characters. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> append(quoted, c));
        return quoted.append(text.codePointCount(0, text.length()) > LONGEST ? "..." : "").append('\'').toString();
    }

    /** Returns the whole text without quotes, with control and invisible characters as {@code \}{@code uXXXX}. */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> append(visible, c));
        return visible.toString();
    }

    /** Returns what {@link #visible} makes of a text, at most {@code longest} characters of it, with dots in place of the rest. */
    public static String shortened(String text, int longest) {
        boolean fits = text.codePointCount(0, text.length()) <= longest;
        return visible(fits ? text : text.substring(0, text.offsetByCodePoints(0, longest))) + (fits ? "" : "...");
    }

    /** Returns whether a text is free of control and invisible characters, line ends among them. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(Quoted::isVisible);
    }

    private static void append(StringBuilder quoted, int codePoint) {
        if (isVisible(codePoint)) {
            quoted.appendCodePoint(codePoint);
        } else {
            quoted.append(String.format("\\u%04x", codePoint));
        }
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
