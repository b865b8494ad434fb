package io.nofin.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names as words of a line: all except plain characters are written as {@code \0ooo}, one for each byte of UTF-8, as {@code printf
 * %b} reads them.
 */
final class EscapedWords {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:,=+@%-";
    private static final int DIGITS = 3;

    private EscapedWords() {
    }

    static String of(String name) {
        StringBuilder word = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(one) >= 0) {
                word.append((char) one);
            } else {
                word.append(String.format(Locale.ROOT, "\\0%03o", one & 0xFF));
            }
        }
        return word.toString();
    }

    /**
     * Returns the name that a word stands for.
     *
     * @throws IllegalArgumentException when it is not what {@link #of} makes
     */
    static String parse(String word) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < word.length(); at++) {
            if (PLAIN.indexOf(word.charAt(at)) >= 0) {
                bytes.write(word.charAt(at));
            } else if (word.startsWith("\\0", at) && word.length() >= at + 2 + DIGITS) {
                bytes.write(octal(word, at + 2));
                at += 1 + DIGITS;
            } else {
                throw malformed(word);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octal(String word, int start) {
        int value = 0;
        for (int at = start; at < start + DIGITS; at++) {
            int digit = Character.digit(word.charAt(at), 8);
            value = value * 8 + digit;
            if (digit < 0 || value > 0xFF) {
                throw malformed(word);
            }
        }
        return value;
    }

    private static IllegalArgumentException malformed(String word) {
        return new IllegalArgumentException("not a word of a journal: word=" + word);
    }
}
