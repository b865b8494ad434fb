package io.nofin.yaml;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An enum whose constants are words of a format. */
public interface Keyword {

    String name();

    /** Returns the word as files have it, in kebab-case. */
    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the constant with that word.
     *
     * @throws BadValueException when there is none; the remedy suggests the nearest one
     */
    static <K extends Keyword> K parse(String text, K[] constants) {
        List<String> words = Stream.of(constants).map(Keyword::word).toList();
        int index = words.indexOf(text);
        if (index < 0) {
            throw new BadValueException("unknown word: " + Quoted.of(text), Suggestion.remedy(text, words));
        }
        return constants[index];
    }
}
