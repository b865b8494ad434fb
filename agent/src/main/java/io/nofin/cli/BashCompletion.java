package io.nofin.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

/** Generates completions for bash: those that picocli makes, and the names of targets. */
final class BashCompletion {

    private static final String TARGETS = """
        # A target has a colon in it, at which bash would take words apart.
        COMP_WORDBREAKS=${COMP_WORDBREAKS//:}

        %s

        """.formatted(Completions.LIST_TARGETS);
    private static final String NOTHING = "    '%s')\n      return\n      ;;\n";
    private static final String LISTED = "    '%s')\n      COMPREPLY=( $( compgen -W \"$(_nofin_targets)\" -- \"${curr_word}\" ) )\n      return\n      ;;\n";

    private BashCompletion() {
    }

    static String text(CommandLine nofin) {
        String text = AutoComplete.bash(nofin.getCommandName(), nofin);
        for (String option : Completions.TARGET_OPTIONS) {
            text = text.replace(NOTHING.formatted(option), LISTED.formatted(option));
        }
        int firstLine = text.indexOf('\n') + 1;
        return text.substring(0, firstLine) + TARGETS + text.substring(firstLine);
    }
}
