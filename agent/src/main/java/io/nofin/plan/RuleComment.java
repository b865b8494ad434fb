package io.nofin.plan;

import io.nofin.firewall.CountedRule;
import io.nofin.unit.Quoted;

/**
 * The text on a fault's verdict in the kernel, by {@code -m comment}: {@code cut of redis-cut-in-multi}. It stands behind the set
 * match, and nowhere else, so that packets of bystanders do not get that far.
 *
 * @param fault    the fault's name, which has no blank
 * @param scenario empty where the comment has none
 */
public record RuleComment(String fault, String scenario) {

    private static final String SEPARATOR = " of ";
    private static final int LONGEST = 80;      // XT_MAX_COMMENT_LEN is 256 bytes; a character may take three

    /** Parses the result of {@link #text}; a long scenario's name comes back shortened. */
    public static RuleComment parse(String found) {
        String text = Quoted.visible(found);         // anybody may have written it
        int separator = text.indexOf(SEPARATOR);
        return separator < 0 ? new RuleComment(text, "")
            : new RuleComment(text.substring(0, separator), text.substring(separator + SEPARATOR.length()));
    }

    /**
     * Returns whether a rule of a fault's chain is its verdict: the rules in front of it that decide on connections have no comment.
     */
    public static boolean isOn(CountedRule rule) {
        return rule.comment().isPresent();
    }

    String text() {
        String text = fault + SEPARATOR + scenario;
        int end = Math.min(text.length(), LONGEST);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
