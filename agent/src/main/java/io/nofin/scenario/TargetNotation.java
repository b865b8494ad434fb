package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads targets as the command line and the HTTP API write them: the word of a {@link TargetKind}, a colon, and a text, for example
 * {@code docker:app}; {@code host} is a word alone.
 */
public final class TargetNotation {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,60}");

    private TargetNotation() {
    }

    /** @throws BadValueException when the text is not a target */
    public static TargetSpec parse(String text) {
        return tryParse(text).orElseThrow(() -> new BadValueException("not a target: '" + text + "'", meant(text)
            + TargetKind.NOTATIONS + "; 'nofin targets' lists what is here"));
    }

    private static String meant(String text) {
        List<String> meanings = meanings(text);
        int colon = text.indexOf(':');
        Optional<String> kind = colon < 0 ? Optional.empty()
            : Suggestion.to(text.substring(0, colon), TargetKind.written().stream().map(TargetKind::word).toList());
        return kind.map(word -> "did you mean " + Quoted.of(word + text.substring(colon)) + "? A target is ")
            .orElse(meanings.isEmpty() ? "write " : "write " + String.join(", ", meanings) + ", or another of ");
    }

    /** Returns what to write instead of a name that is neither a target nor one that this host resolves. */
    public static String remedy(String name) {
        List<String> meanings = meanings(name);
        return (meanings.isEmpty() ? "name a target" : "write " + String.join(", ", meanings))
            + ", an address, or a name in DNS or /etc/hosts";
    }

    /**
     * Returns what a word that is no target may have meant, for example {@code docker:app for a container of that name}; empty for what no
     * target is called, a host name with a dot among it.
     */
    public static List<String> meanings(String word) {
        return NAME.matcher(word).matches() && word.indexOf('.') < 0 ? TargetKind.meanings(word) : List.of();
    }

    /**
     * Returns the target; empty when the text does not begin like one, so that it may be an address or a name.
     *
     * @throws BadValueException when it begins like a target but is not valid
     */
    public static Optional<TargetSpec> tryParse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        return TargetKind.written().stream().filter(kind -> kind.word().equals(word) && (kind == TargetKind.HOST) == colon < 0).findFirst()
            .map(kind -> kind.notation(text.substring(colon + 1)));
    }
}
