package io.nofin.netlink.route;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** Hexadecimal as native-scripts/record-golden prints it: blanks mean nothing, a # starts a comment. */
final class Hex {

    private Hex() {
    }

    static byte[] parse(String text) {
        return HexFormat.of().parseHex(text.lines().map(line -> line.split("#", 2)[0])
            .collect(Collectors.joining()).replaceAll("\\s", ""));
    }
}
