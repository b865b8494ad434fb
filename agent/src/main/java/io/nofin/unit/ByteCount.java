package io.nofin.unit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes: {@code 1500}, {@code 1500b}, {@code 16kb}, {@code 1mb}, {@code 1gb}. As in tc(8), a number alone counts bytes,
 * and a kilobyte is 1024 of them; tc's sizes in bits are left out.
 *
 * @param bytes 1 to 2^31 - 1, the kernel's largest count
 */
public record ByteCount(long bytes) {

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(b|kb|mb|gb)?");
    private static final List<String> UNITS = List.of("gb", "mb", "kb");
    private static final Map<String, Long> BYTES = Map.of("b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30);

    public ByteCount {
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new BadValueException("not a number of bytes: " + bytes, "write 1 to " + Integer.MAX_VALUE);
        }
    }

    /**
     * Parses a number with or without a unit.
     *
     * @throws BadValueException when the text is not a number with a unit or without, or not a whole number of bytes
     */
    public static ByteCount parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw new BadValueException("not a number of bytes: " + Quoted.of(text),
                "write a number, or a number and b, kb, mb or gb, for example 1500 or 16kb");
        }
        String unit = notation.group(2) == null ? "b" : notation.group(2);
        BigDecimal bytes = new BigDecimal(notation.group(1)).multiply(BigDecimal.valueOf(BYTES.get(unit)));
        try {
            return new ByteCount(bytes.longValueExact());
        } catch (ArithmeticException e) {
            throw new BadValueException("not a number of bytes: " + Quoted.of(text), "write whole bytes");
        }
    }

    /** Returns the number in the largest unit of which it is a whole multiple, for example {@code 16kb} or {@code 1500}. */
    @Override
    public String toString() {
        return UNITS.stream().filter(unit -> bytes % BYTES.get(unit) == 0).findFirst()
            .map(unit -> bytes / BYTES.get(unit) + unit).orElse(Long.toString(bytes));
    }
}
