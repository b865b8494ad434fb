package io.nofin.testing;

import java.util.HexFormat;

/** Golden bytes written for people: hexadecimal in groups, {@code #} comments to the end of the line. */
public final class Hex {

    private Hex() {
    }

    public static byte[] parse(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s+", ""));
    }
}
