package io.nofin.firewall;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bits of the packet mark that rules set or look at; see the mark, MARK, CONNMARK and connmark extensions in
 * iptables-extensions(8). Connection marks count too, as they come from packet marks and go back there.
 *
 * @param bits  all of these bits; of a comparison or change of whole marks, those that are one in its value
 * @param whole whether any rule compares whole marks
 */
public record MarkUse(int bits, boolean whole) {

    public static final MarkUse NONE = new MarkUse(0, false);

    /**
     * The options as iptables-save writes them: {@code --mark 0x1/0xff}, {@code --set-xmark 0x1/0xffffffff}, {@code --nfmask 0xff}.
     */
    private static final Pattern OPTION = Pattern.compile(
        "(?:^|\\s)--(mark|set-x?mark|and-mark|or-mark|xor-mark|nfmask|ctmask)\\s+(0x[0-9a-fA-F]{1,8}|\\d{1,10})(?:/(0x[0-9a-fA-F]{1,8}|\\d{1,10}))?");
    private static final int ALL = -1;
    private static final String HEX = "0x";

    public static MarkUse of(SavedRules rules) {
        MarkUse use = NONE;
        for (SavedRules.Entry entry : rules.entries()) {
            Matcher option = OPTION.matcher(entry.text());
            while (option.find()) {
                int value = number(option.group(2));
                int mask = option.group(3) == null ? ALL : number(option.group(3));
                use = use.with(value, mask, option.group(1).equals("mark"));
            }
        }
        return use;
    }

    /**
     * Adds the bits of one more rule.
     *
     * @param compares whether the rule looks at a packet's mark and does not only set it
     */
    public MarkUse with(int value, int mask, boolean compares) {
        return new MarkUse(bits | value | (mask == ALL ? 0 : mask), whole || compares && mask == ALL);
    }

    public MarkUse and(MarkUse other) {
        return new MarkUse(bits | other.bits, whole || other.whole);
    }

    private static int number(String text) {
        return (int) (text.startsWith(HEX) ? Long.parseLong(text.substring(HEX.length()), 16) : Long.parseLong(text));
    }
}
