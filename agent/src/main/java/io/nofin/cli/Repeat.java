package io.nofin.cli;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Quoted;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The repetition of a fault from the command line, {@code every=2s,times=5}.
 *
 * @param every from one start to the next
 * @param times how often the fault is fired in all
 */
record Repeat(Duration every, int times) {

    private static final Pattern NOTATION = Pattern.compile("every=([^,]+),times=(\\d{1,9})");

    /**
     * Parses {@code every=TIME,times=N}.
     *
     * @throws BadValueException when the text is not of that form
     */
    static Repeat parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw new BadValueException("not a repetition: " + Quoted.of(text), "write for example every=2s,times=5");
        }
        return new Repeat(Durations.parse(notation.group(1)), Integer.parseInt(notation.group(2)));
    }
}
