package io.nofin.cli;

import io.nofin.scenario.Backoff;
import io.nofin.yaml.Keyword;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words that an option may have, for completion. Each set is a nested class of its own, since picocli instantiates them by class.
 */
abstract class OptionWords implements Iterable<String> {

    private final List<String> words;

    private OptionWords(Keyword... constants) {
        this(Stream.of(constants).map(Keyword::word));
    }

    private OptionWords(Stream<String> words) {
        this.words = words.toList();
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    static final class Backoffs extends OptionWords {
        Backoffs() {
            super(Backoff.values());
        }
    }

    static final class Shells extends OptionWords {
        Shells() {
            super(CompletionShell.values());
        }
    }
}
