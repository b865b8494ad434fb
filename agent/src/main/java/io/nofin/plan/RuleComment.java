package io.nofin.plan;

import io.nofin.firewall.SavedRules;
import io.nofin.unit.Quoted;

/**
 * What the verdict of a fault says of itself in the kernel, by {@code -m comment}: {@code cut of redis-cut-in-multi}. It stands
 * behind the set match, and nowhere else, so that bystanders do not come so far.
 *
 * @param fault    its name, which has no blank
 * @param scenario empty where the comment has none
 */
public record RuleComment(String fault, String scenario) {

    private static final String SEPARATOR = " of ";
    private static final int LONGEST = 80;      // XT_MAX_COMMENT_LEN is 256 bytes; a character may take three

    /** Takes apart what {@link #text} put together; a long scenario's name comes back cut. */
    public static RuleComment parse(String found) {
        String text = Quoted.visible(found);         // anybody may have written it
        int separator = text.indexOf(SEPARATOR);
        return separator < 0 ? new RuleComment(text, "")
            : new RuleComment(text.substring(0, separator), text.substring(separator + SEPARATOR.length()));
    }

    /** Whether a rule of a fault's chain is its verdict: those that decide on connections in front of it have none. */
    public static boolean isOn(SavedRules.Entry rule) {
        return rule.comment().isPresent();
    }

    String text() {
        String text = fault + SEPARATOR + scenario;
        int end = Math.min(text.length(), LONGEST);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
