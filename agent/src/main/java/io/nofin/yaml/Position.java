package io.nofin.yaml;

/** A place in a file; lines and columns are counted from 1, columns in characters. */
public record Position(int line, int column) {

    public static final Position START = new Position(1, 1);

    /** Returns the position just after a text. */
    static Position after(CharSequence text) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(line, 1 + Character.codePointCount(text, lineStart, text.length()));
    }
}
