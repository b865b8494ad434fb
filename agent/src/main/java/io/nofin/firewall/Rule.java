package io.nofin.firewall;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One rule: the chain it stands in, and its matches and target as iptables(8) takes them on its command line.
 *
 * @param chain     at most 28 characters
 * @param arguments words, unquoted; none holds a control character
 */
public record Rule(Table table, String chain, List<String> arguments) {

    private static final int MAX_CHAIN = 28;            // XT_EXTENSION_MAXNAMELEN is 29, with the NUL
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,=+@%!-]+");

    public Rule {
        if (chain.isEmpty() || chain.length() > MAX_CHAIN) {
            throw new IllegalArgumentException("a chain's name has 1 to 28 characters: chain=" + chain);
        }
        arguments = List.copyOf(arguments);
        for (String argument : arguments) {
            if (argument.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("control character in a rule's argument: chain=" + chain);
            }
        }
    }

    /** Returns {@code -A CHAIN ...}, quoted as iptables-restore(8) reads it. */
    public String append() {
        return "-A " + chain + " " + restoreArguments();
    }

    /** Returns {@code -I CHAIN 1 ...}. */
    public String insertFirst() {
        return "-I " + chain + " 1 " + restoreArguments();
    }

    /** Returns {@code -D CHAIN ...}. */
    public String delete() {
        return "-D " + chain + " " + restoreArguments();
    }

    private String restoreArguments() {
        return arguments.stream().map(Rule::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
