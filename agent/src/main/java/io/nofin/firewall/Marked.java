package io.nofin.firewall;

/**
 * Bits of a packet's mark, as options such as {@code --mark} and {@code --set-xmark} write them: {@code 0x1/0xff}.
 *
 * @param mask the bits that are compared or changed
 */
record Marked(int value, int mask) {

    private static final String HEX = "0x";

    /** @throws IllegalArgumentException when there is no mask, or the numbers are not hexadecimal */
    static Marked parse(String text) {
        String[] parts = text.split("/");
        if (parts.length != 2) {
            throw new IllegalArgumentException("mark without a mask: " + text);
        }
        return new Marked(bits(parts[0]), bits(parts[1]));
    }

    static int bits(String text) {
        if (!text.startsWith(HEX)) {
            throw new IllegalArgumentException("mark that is not hexadecimal: " + text);
        }
        return Integer.parseUnsignedInt(text.substring(HEX.length()), 16);
    }
}
