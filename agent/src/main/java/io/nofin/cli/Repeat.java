package io.nofin.cli;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Quoted;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a fault from the command line is fired: {@code every=2s,times=5}.
 *
 * @param every from one start to the next
 * @param times in all
 */
record Repeat(Duration every, int times) {

    private static final Pattern NOTATION = Pattern.compile("every=([^,]+),times=(\\d{1,9})");

    /** @throws BadValueException when it is not written so */
    static Repeat parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw new BadValueException("not a repetition: " + Quoted.of(text), "write for example every=2s,times=5");
        }
        return new Repeat(Durations.parse(notation.group(1)), Integer.parseInt(notation.group(2)));
    }
}
