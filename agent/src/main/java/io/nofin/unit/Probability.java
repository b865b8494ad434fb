package io.nofin.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The probability of an event, or its correlation with the one before. Written as a percentage: {@code 2%}, {@code 0.1%}.
 *
 * @param value 0 is never, 1 is always
 */
public record Probability(double value) {

    public static final Probability ZERO = new Probability(0);
    public static final Probability ONE = new Probability(1);

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)%");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(?:\\.\\d{1,9})?");
    private static final int DECIMALS = 12;     // finer than the kernel's 1 in 2^32

    public Probability {
        if (!(value >= 0 && value <= 1)) {
            throw new BadValueException("not a probability: " + value, "stay between 0 and 1");
        }
        value += 0.0;       // makes a negative zero positive
    }

    /**
     * Returns the probability of a percentage.
     *
     * @param percent 0 to 100
     */
    public static Probability percent(double percent) {
        return new Probability(BigDecimal.valueOf(percent).movePointLeft(2).doubleValue());
    }

    /**
     * Parses a percentage.
     *
     * @throws BadValueException when the text is not a number and a percent sign, or more than {@code 100%}
     */
    public static Probability parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw NUMBER.matcher(text).matches()
                ? new BadValueException("a percentage without %: " + text, remedy(new BigDecimal(text)))
                : new BadValueException("not a percentage: " + Quoted.of(text), "write a number and %, for example 2% or 0.1%");
        }
        BigDecimal value = new BigDecimal(notation.group(1)).movePointLeft(2);
        if (value.compareTo(BigDecimal.ONE) > 0) {
            throw new BadValueException("more than 100%: " + text, "write 0% to 100%");
        }
        return new Probability(value.doubleValue());
    }

    /** Names both meanings of a number below 1, which other tools take for a share. */
    private static String remedy(BigDecimal number) {
        return "write " + (number.signum() > 0 && number.compareTo(BigDecimal.ONE) < 0
            ? number.movePointRight(2).stripTrailingZeros().toPlainString() + "% or " : "") + number.toPlainString() + "%";
    }

    /** Returns 1 minus this probability. */
    public Probability complement() {
        return new Probability(BigDecimal.ONE.subtract(BigDecimal.valueOf(value)).doubleValue());
    }

    /**
     * Returns a probability between this one and another.
     *
     * @param fraction 0 is this one, 1 is the other
     */
    public Probability interpolated(Probability to, double fraction) {
        double between = value + (to.value - value) * fraction;
        return new Probability(BigDecimal.valueOf(between).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue());
    }

    /** Returns the percentage that means exactly the same, for example {@code 0.1%}. */
    @Override
    public String toString() {
        BigDecimal percent = BigDecimal.valueOf(value).movePointRight(2);
        return (percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString()) + "%";
    }
}
