package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads targets as the command line and the HTTP API write them: the word of a {@link TargetKind}, a colon, and what that kind has behind
 * it, for example {@code docker:app}; {@code host} is a word alone.
 */
public final class TargetNotation {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,60}");

    private TargetNotation() {
    }

    /** @throws BadValueException when it is none of them */
    public static TargetSpec parse(String text) {
        return tryParse(text).orElseThrow(() -> new BadValueException("not a target: '" + text + "'", (NAME.matcher(text).matches()
            ? "write " + String.join(", ", TargetKind.meanings(text)) + ", or another of " : "write ")
            + TargetKind.NOTATIONS + "; 'nofin targets' lists what is here"));
    }

    /**
     * Returns the target; empty when the text does not begin like one, so that it may be an address or a name.
     *
     * @throws BadValueException when it begins like one, and goes on like none
     */
    public static Optional<TargetSpec> tryParse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        return TargetKind.written().stream().filter(kind -> kind.word().equals(word) && (kind == TargetKind.HOST) == colon < 0).findFirst()
            .map(kind -> kind.notation(text.substring(colon + 1)));
    }
}
