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

/** What {@code iptables-save -c} printed: chains and rules of every table, with their counters. */
public record SavedRules(List<Chain> chains, List<Entry> entries) {

    private static final Pattern CHAIN = Pattern.compile(":(\\S+) .*");
    private static final Pattern COUNTED_RULE = Pattern.compile("\\[(\\d{1,20}):(\\d{1,20})] -A (\\S+) ?(.*)");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|(\\S+)");

    /** @param table as printed, for example {@code mangle} */
    public record Chain(String table, String name) {
    }

    /**
     * One rule.
     *
     * @param text    what follows the chain's name
     * @param packets how many matched; a packet that offloading has not segmented yet counts once
     * @param bytes   their length from the IP header on
     */
    public record Entry(String table, String chain, String text, long packets, long bytes) {

        /** The chain or target it jumps to. */
        public Optional<String> target() {
            return after("-j").or(() -> after("-g"));
        }

        /** The text given with {@code -m comment}. */
        public Optional<String> comment() {
            return after("--comment");
        }

        /** The word behind an option; what looks like one inside quotes is none. */
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

    /** The kernel counts in 64 bits without a sign, Java in 63: what is beyond is as much as there can be. */
    private static long counter(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /**
     * What {@code iptables-restore --noflush} reads to remove the chains chosen by {@code ours} and every jump into them,
     * wherever it stands; empty when there are none.
     */
    public String removal(Predicate<String> ours) {
        StringBuilder text = new StringBuilder();
        Set<String> tables = new LinkedHashSet<>();
        chains.stream().filter(chain -> ours.test(chain.name)).forEach(chain -> tables.add(chain.table));
        for (String table : tables) {
            List<String> names = chains.stream().filter(chain -> chain.table.equals(table) && ours.test(chain.name))
                .map(Chain::name).toList();
            text.append('*').append(table).append('\n');
            entries.stream()
                .filter(entry -> entry.table.equals(table) && !names.contains(entry.chain))
                .filter(entry -> entry.target().filter(names::contains).isPresent())
                .forEach(entry -> text.append("-D ").append(entry.chain).append(' ').append(entry.text).append('\n'));
            names.forEach(name -> text.append("-F ").append(name).append('\n'));
            names.forEach(name -> text.append("-X ").append(name).append('\n'));
            text.append("COMMIT\n");
        }
        return text.toString();
    }
}
