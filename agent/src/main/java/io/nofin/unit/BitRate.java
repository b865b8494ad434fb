package io.nofin.unit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate: {@code 512kbit}, {@code 10mbit}, {@code 1.5gbit}. The units are those of tc(8) that count bits by thousands; tc's bytes
 * ({@code kbps}) and its 1024s ({@code kibit}) are left out, because they are too easily mistaken for something else.
 *
 * @param bitsPerSecond 8 or more: the kernel counts in whole bytes
 */
public record BitRate(long bitsPerSecond) {

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([kmgt]?bit)");
    private static final Pattern OTHER_UNITS = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) ?([kmgt]?)(bps|b/s|bits?/s|bits?)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
    private static final List<String> UNITS = List.of("tbit", "gbit", "mbit", "kbit", "bit");
    private static final Map<String, Long> BITS = Map.of("bit", 1L, "kbit", 1_000L, "mbit", 1_000_000L,
        "gbit", 1_000_000_000L, "tbit", 1_000_000_000_000L);

    public BitRate {
        if (bitsPerSecond < Byte.SIZE) {
            throw new BadValueException("too slow: " + bitsPerSecond + "bit", "write 8bit at least: a byte a second");
        }
    }

    /**
     * Parses a number and a unit.
     *
     * @throws BadValueException when the text is not a number and a unit, or not a whole number of bits from 8 to 2^63
     */
    public static BitRate parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw NUMBER.matcher(text).matches()
                ? new BadValueException("a rate without a unit: " + text,
                    "write " + text + "mbit, or another of bit, kbit, gbit and tbit")
                : new BadValueException("not a rate: " + Quoted.of(text), remedy(text.toLowerCase(Locale.ROOT)));
        }
        BigDecimal bits = new BigDecimal(notation.group(1)).multiply(BigDecimal.valueOf(BITS.get(notation.group(2))));
        try {
            return new BitRate(bits.longValueExact());
        } catch (ArithmeticException e) {
            throw new BadValueException("not a rate: " + Quoted.of(text), "write whole bits, 2^63 of them at most");
        }
    }

    private static String remedy(String lowerCase) {
        Matcher other = OTHER_UNITS.matcher(lowerCase);
        return NOTATION.matcher(lowerCase).matches() ? "write " + lowerCase
            : other.matches() ? "write " + other.group(1) + other.group(2) + "bit"
                + (!other.group(3).startsWith("bit") ? ", or eight times that if you mean bytes" : "")
            : "write a number and bit, kbit, mbit, gbit or tbit, for example 512kbit or 10mbit";
    }

    /** Returns the rate in bytes, rounded down as tc does. */
    public long bytesPerSecond() {
        return bitsPerSecond / Byte.SIZE;
    }

    /**
     * Returns a rate between this one and another.
     *
     * @param fraction 0 is this one, 1 is the other
     */
    public BitRate interpolated(BitRate to, double fraction) {
        return new BitRate(bitsPerSecond + Math.round((double) (to.bitsPerSecond - bitsPerSecond) * fraction));
    }

    /** Returns the shortest notation that means exactly the same, for example {@code 1.5mbit}. */
    @Override
    public String toString() {
        String unit = UNITS.stream().filter(one -> BITS.get(one) <= bitsPerSecond).findFirst().orElseThrow();
        BigDecimal number = BigDecimal.valueOf(bitsPerSecond).divide(BigDecimal.valueOf(BITS.get(unit)));
        return number.stripTrailingZeros().toPlainString() + unit;
    }
}
