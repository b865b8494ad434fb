package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Reads {@code [redis-cli, ping]}, or {@code "redis-cli ping | grep PONG"}, which is run by the shell. */
final class CommandReader {

    private static final ExpectedForm COMMAND = new ExpectedForm("a shell command, or a list of words", "[redis-cli, -h, redis, ping]");

    private CommandReader() {
    }

    static Optional<Command> read(Value value) {
        if (!(value.node() instanceof Node.Sequence)) {
            return value.parse(COMMAND, Command::shell);
        }
        List<Optional<String>> words = value.items(COMMAND).stream().map(word -> word.text(ExpectedForm.TEXT)).toList();
        return words.isEmpty() || words.stream().anyMatch(Optional::isEmpty) ? Optional.empty()
            : value.attempt(() -> new Command(words.stream().flatMap(Optional::stream).toList()));
    }
}
