package io.nofin.cli;

import io.nofin.yaml.Keyword;
import java.util.function.Function;
import picocli.CommandLine;

/** A shell for which nofin can write a completion script. */
enum CompletionShell implements Keyword {
    BASH(BashCompletion::text),
    ZSH(nofin -> new ZshCompletion(nofin).text()),
    FISH(nofin -> new FishCompletion(nofin).text());

    private final Function<CommandLine, String> script;

    CompletionShell(Function<CommandLine, String> script) {
        this.script = script;
    }

    String script(CommandLine nofin) {
        return script.apply(nofin);
    }
}
