package io.nofin.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the text of a file, up to a megabyte. Binary files are refused. */
public final class SourceText {

    private static final int LONGEST = 1 << 20;         // bytes, or characters of a text that is passed
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SourceText() {
    }

    /** Reads a file, a pipe or a device. Never reads more than a byte beyond the limit, whatever the size says. */
    public static String of(Path file, Problems problems) throws InvalidDocumentException, IOException {
        if (Files.isDirectory(file)) {
            throw problems.fatal(Position.START, "this is a directory", "name a scenario file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw tooLong(problems);
            }
            return decoded(bytes, problems);
        } catch (NoSuchFileException e) {
            throw problems.fatal(Position.START, "no such file", "check the path");
        } catch (AccessDeniedException e) {
            throw problems.fatal(Position.START, "the file is not readable", "check its permissions");
        }
    }

    /** Returns the text without a byte order mark. Refuses characters that YAML does not permit. */
    public static String checked(String text, Problems problems) throws InvalidDocumentException {
        if (text.length() > LONGEST) {
            throw tooLong(problems);
        }
        String bare = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        for (int i = 0; i < bare.length(); i += Character.charCount(bare.codePointAt(i))) {
            int character = bare.codePointAt(i);
            if (!isText(character)) {
                throw problems.fatal(Position.after(bare.substring(0, i)),
                    String.format("not a text file: character U+%04X", character), "a scenario is YAML text in UTF-8");
            }
        }
        return bare;
    }

    private static String decoded(byte[] bytes, Problems problems) throws InvalidDocumentException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (decoder.decode(ByteBuffer.wrap(bytes), text, true).isError()) {
            throw problems.fatal(Position.after(text.flip()), "not UTF-8", "save the file as text in UTF-8");
        }
        return checked(text.flip().toString(), problems);
    }

    /** Tells whether a character is {@code c-printable} in YAML 1.2, section 5.1. */
    private static boolean isText(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0x7E || c == 0x85 || c >= 0xA0 && c <= 0xD7FF
            || c >= 0xE000 && c <= 0xFFFD && c != BYTE_ORDER_MARK || c >= 0x10000;
    }

    private static InvalidDocumentException tooLong(Problems problems) {
        return problems.fatal(Position.START, "longer than 1 MiB", "a scenario is a page or two; check the path");
    }
}
