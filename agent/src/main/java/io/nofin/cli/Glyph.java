package io.nofin.cli;

import io.nofin.api.ProbeState;
import java.nio.charset.Charset;

/** A character and colour for one column of a timeline on a terminal, with a replacement in ASCII. */
enum Glyph {

    /** The fault was, or is, in force. */
    FIRED('\u2588', '#', 33),
    PLANNED('\u2591', '=', 33),
    /** The faults were healed. */
    QUIET('\u00b7', '.', 90),
    FUTURE(' ', ' ', 0),
    UP('\u2501', '-', 32),
    CONNECTING('\u2504', '~', 90),
    DOWN('\u2573', 'x', 31),
    FAILED('\u2588', 'X', 31);

    private static final String RESET = "\033[0m";

    private final char sign;
    private final char plain;
    private final int colour;

    /** @param colour a foreground colour as numbered by ECMA-48; 0 for none */
    Glyph(char sign, char plain, int colour) {
        this.sign = sign;
        this.plain = plain;
        this.colour = colour;
    }

    static Glyph of(ProbeState state) {
        return switch (state) {
            case CONNECTING -> CONNECTING;
            case UP -> UP;
            case DOWN -> DOWN;
            case FAILED -> FAILED;
        };
    }

    /** The capabilities of a terminal: characters beyond ASCII, and colours. */
    record Style(boolean signs, boolean colours) {

        /** Returns what this process's terminal can show and its user wants; see no-color.org. */
        static Style ofTerminal() {
            return new Style(Charset.defaultCharset().newEncoder().canEncode(FIRED.sign), System.getenv("NO_COLOR") == null);
        }

        /** Renders several glyphs in a row. */
        String text(Glyph[] glyphs) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < glyphs.length; i++) {
                if (colours && (i == 0 || glyphs[i].colour != glyphs[i - 1].colour)) {
                    text.append("\033[").append(glyphs[i].colour).append('m');
                }
                text.append(signs ? glyphs[i].sign : glyphs[i].plain);
            }
            return text + (colours ? RESET : "");
        }
    }
}
