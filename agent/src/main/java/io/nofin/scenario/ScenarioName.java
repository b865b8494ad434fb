package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;

/** Checks the name and the description of a scenario, which reports show. */
final class ScenarioName {

    private static final int LONGEST = 100;

    private ScenarioName() {
    }

    /** @throws BadValueException when the name does not fit on a line */
    static String check(String name) {
        if (name.isBlank() || name.length() > LONGEST || !Quoted.isPlain(name)) {
            throw new BadValueException("not a name for a scenario: " + Quoted.of(name),
                "write 1 to " + LONGEST + " characters on one line");
        }
        return name;
    }

    /** Checks a description, which may have several lines but no control characters. */
    static String checkDescription(String text) {
        if (!text.lines().allMatch(Quoted::isPlain)) {
            throw new BadValueException("control character in the text", "remove it");
        }
        return text.strip();
    }

    /** Returns the file's name without its ending. */
    static String of(String file) {
        String last = file.substring(file.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        String bare = dot > 0 ? last.substring(0, dot) : last;
        return bare.isBlank() || !Quoted.isPlain(bare) ? "scenario" : bare;
    }
}
