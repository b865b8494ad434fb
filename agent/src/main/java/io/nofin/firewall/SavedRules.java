package io.nofin.firewall;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of {@code iptables-save -c}: chains and rules of every table, with their counters. */
public record SavedRules(List<Chain> chains, List<Entry> entries) {

    private static final Pattern CHAIN = Pattern.compile(":(\\S+) .*");
    private static final Pattern COUNTED_RULE = Pattern.compile("\\[(\\d{1,20}):(\\d{1,20})] -A (\\S+) ?(.*)");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|(\\S+)");

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,27}");
    private static final Pattern OWN_JUMP = Pattern.compile("(?:-m mark --mark 0x[0-9a-f]{1,8}/0x[0-9a-f]{1,8} )?-j NOFIN-[a-z0-9-]{1,22}");

    /**
     * A chain.
     *
     * @param table its table as printed, for example {@code mangle}
     */
    public record Chain(String table, String name) {
    }

    /**
     * A rule.
     *
     * @param text    the text after the chain's name
     * @param packets the packets that matched; a packet that offloading has not segmented yet counts once
     * @param bytes   their length from the IP header on
     */
    public record Entry(String table, String chain, String text, long packets, long bytes) {

        /** Returns the chain or target it jumps to. */
        public Optional<String> target() {
            return after("-j").or(() -> after("-g"));
        }

        /** Returns whether it is a jump as nofin makes it, in a built-in chain or any other with a plain name. */
        boolean isOwnJump() {
            return isPlain(chain) && OWN_JUMP.matcher(text).matches();
        }

        /** Returns the text given with {@code -m comment}. */
        public Optional<String> comment() {
            return after("--comment");
        }

        /** Returns the word behind an option. Text inside quotes is never taken for an option. */
        private Optional<String> after(String option) {
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                if (option.equals(word.group(2)) && word.find()) {
                    return Optional.of(word.group(2) != null ? word.group(2) : word.group(1).replaceAll("\\\\(.)", "$1"));
                }
            }
            return Optional.empty();
        }
    }

    public SavedRules {
        chains = List.copyOf(chains);
        entries = List.copyOf(entries);
    }

    public static SavedRules parse(String saved) {
        List<Chain> chains = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        String table = "";
        for (String line : saved.lines().toList()) {
            Matcher rule = COUNTED_RULE.matcher(line);
            Matcher chain = CHAIN.matcher(line);
            if (line.startsWith("*")) {
                table = line.substring(1).toLowerCase(Locale.ROOT);
            } else if (chain.matches()) {
                chains.add(new Chain(table, chain.group(1)));
            } else if (rule.matches()) {
                entries.add(new Entry(table, rule.group(3), rule.group(4), counter(rule.group(1)),
                    counter(rule.group(2))));
            }
        }
        return new SavedRules(chains, entries);
    }

    /** Returns a counter. The kernel counts in 64 bits without a sign, Java in 63: anything above becomes the largest long. */
    private static long counter(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /**
     * Returns the input with which {@code iptables-restore --noflush} empties the chains chosen by {@code ours}, removes the jumps to
     * them that nofin wrote, and removes the chains, unless something else still jumps there; empty when there are none. Text that
     * anybody else may have chosen, such as a comment, never gets into it: a rule is repeated only when it consists of nofin's own
     * words.
     */
    public String removal(Predicate<String> ours) {
        StringBuilder text = new StringBuilder();
        Set<String> tables = new LinkedHashSet<>();
        chains.stream().filter(chain -> ours.test(chain.name) && isPlain(chain.table)).forEach(chain -> tables.add(chain.table));
        for (String table : tables) {
            List<String> names = chains.stream().filter(chain -> chain.table.equals(table) && ours.test(chain.name))
                .map(Chain::name).toList();
            List<Entry> jumps = entries.stream()
                .filter(entry -> entry.table.equals(table) && !names.contains(entry.chain))
                .filter(entry -> entry.target().filter(names::contains).isPresent()).toList();
            text.append('*').append(table).append('\n');
            jumps.stream().filter(Entry::isOwnJump).forEach(entry ->
                text.append("-D ").append(entry.chain).append(' ').append(entry.text).append('\n'));
            names.forEach(name -> text.append("-F ").append(name).append('\n'));
            names.stream().filter(name -> jumps.stream().noneMatch(entry -> !entry.isOwnJump() && entry.target().equals(Optional.of(name))))
                .forEach(name -> text.append("-X ").append(name).append('\n'));
            text.append("COMMIT\n");
        }
        return text.toString();
    }

    /** Returns the number of chains chosen by {@code ours}. */
    public int count(Predicate<String> ours) {
        return (int) chains.stream().filter(chain -> ours.test(chain.name)).count();
    }

    private static boolean isPlain(String name) {
        return PLAIN_NAME.matcher(name).matches();
    }
}
