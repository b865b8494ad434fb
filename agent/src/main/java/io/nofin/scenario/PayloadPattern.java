package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes that a packet has in its payload: what follows the header of TCP, UDP or SCTP.
 *
 * @param bytes 1 to 128 bytes, each as the character of its number
 * @param first the first offset in the payload at which they may begin, from 0
 * @param last  the last offset at which they may begin
 */
public record PayloadPattern(String bytes, int first, int last) {

    /** The length of the longest pattern, as for the string match of iptables-extensions(8). */
    static final int LONGEST = 128;

    private static final Offsets ANYWHERE = new Offsets(0, 65_535);
    private static final Pattern OFFSETS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final ExpectedForm FORM = new ExpectedForm("a text, or a mapping with text or hex", "\"COMMIT\"");
    private static final ExpectedForm AT = new ExpectedForm("an offset or a range of them", "0-20");
    private static final ExpectedForm HEX = new ExpectedForm("bytes in hexadecimal", "\"0d 0a\"");

    /** The first and the last place at which a pattern may begin. */
    private record Offsets(int first, int last) {
    }

    public PayloadPattern {
        if (bytes.isEmpty() || bytes.length() > LONGEST) {
            throw new BadValueException("a pattern of " + bytes.length() + " bytes", "write 1 to " + LONGEST);
        }
        if (first < 0 || last < first || last > ANYWHERE.last) {
            throw new BadValueException("not a range of offsets: " + first + "-" + last, "write for example 0-20; the last is " + ANYWHERE.last);
        }
    }

    /** Creates the pattern of a text in UTF-8, anywhere in the payload. */
    public static PayloadPattern of(String text) {
        return new PayloadPattern(bytes(text), ANYWHERE.first, ANYWHERE.last);
    }

    /** Reads {@code "COMMIT"}, <code>{ text: COMMIT, at: 5 }</code> or <code>{ hex: "0d 0a", at: 0-20 }</code>; problems are reported. */
    static Optional<PayloadPattern> read(Value value) {
        if (!(value.node() instanceof Node.Mapping)) {
            return value.parse(FORM, PayloadPattern::of);
        }
        return value.fields(FORM, List.of("text", "hex", "at")).flatMap(fields -> {
            Optional<String> bytes = fields.exactlyOne("pattern", List.of("text", "hex")).flatMap(one -> one.key().equals("text")
                ? one.text(FORM).map(PayloadPattern::bytes) : one.parse(HEX, PayloadPattern::fromHex));
            Optional<Offsets> at = fields.get("at").map(range -> range.parse(AT, PayloadPattern::at)).orElse(Optional.of(ANYWHERE));
            return bytes.flatMap(found -> at.flatMap(offsets -> fields.get("at").orElse(value).attempt(() -> new PayloadPattern(found, offsets.first, offsets.last))));
        });
    }

    /** Returns the pattern as scenarios write it. */
    String written() {
        boolean text = bytes.chars().allMatch(one -> one >= ' ' && one < 0x7F);
        boolean anywhere = new Offsets(first, last).equals(ANYWHERE);
        if (text && anywhere) {
            return FlowScalar.of(bytes);
        }
        FlowMapping form = new FlowMapping();
        form = text ? form.text("text", bytes) : form.text("hex", HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        return (anywhere ? form : form.add("at", first == last ? Integer.toString(first) : first + "-" + last)).toString();
    }

    private static Offsets at(String text) {
        Matcher offsets = OFFSETS.matcher(text);
        if (!offsets.matches()) {
            throw new BadValueException("not an offset: " + Quoted.of(text), AT.remedy());
        }
        int first = Integer.parseInt(offsets.group(1));
        return new Offsets(first, offsets.group(2) == null ? first : Integer.parseInt(offsets.group(2)));
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String fromHex(String text) {
        try {
            return new String(HexFormat.of().parseHex(text.replace(" ", "")), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new BadValueException("not hexadecimal: " + Quoted.of(text), HEX.remedy());
        }
    }
}
