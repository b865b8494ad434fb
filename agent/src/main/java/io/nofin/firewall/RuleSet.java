package io.nofin.firewall;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules of one family in chains of one's own, and the jumps to them from built-in chains.
 *
 * @param jumps     the jumps from position 1, in front of whatever is there
 * @param lastJumps the jumps from the end, behind whatever is there
 * @param rules     the rules in own chains, in order
 */
public record RuleSet(List<Rule> jumps, List<Rule> lastJumps, List<Rule> rules) {

    public RuleSet {
        jumps = List.copyOf(jumps);
        lastJumps = List.copyOf(lastJumps);
        rules = List.copyOf(rules);
    }

    /** Creates a set of rules whose jumps are all in front. */
    public RuleSet(List<Rule> jumps, List<Rule> rules) {
        this(jumps, List.of(), rules);
    }

    /** Returns all jumps. */
    public List<Rule> allJumps() {
        return Stream.concat(jumps.stream(), lastJumps.stream()).toList();
    }

    /**
     * Returns the input with which {@code iptables-restore --noflush} installs all of it. Chains that exist already are emptied
     * first.
     */
    public String install() {
        StringBuilder text = new StringBuilder();
        for (Table table : tables()) {
            text.append('*').append(table.tableName()).append('\n');
            chains(table).forEach(chain -> text.append(':').append(chain).append(" - [0:0]\n"));
            of(table, rules).forEach(rule -> text.append(rule.append()).append('\n'));
            of(table, jumps).forEach(rule -> text.append(rule.insertFirst()).append('\n'));
            of(table, lastJumps).forEach(rule -> text.append(rule.append()).append('\n'));
            text.append("COMMIT\n");
        }
        return text.toString();
    }

    /** Returns the input with which {@code iptables-restore --noflush} removes all of it; that fails when a part is gone already. */
    public String remove() {
        StringBuilder text = new StringBuilder();
        for (Table table : tables()) {
            text.append('*').append(table.tableName()).append('\n');
            of(table, allJumps()).forEach(rule -> text.append(rule.delete()).append('\n'));
            chains(table).forEach(chain -> text.append("-F ").append(chain).append('\n'));
            chains(table).forEach(chain -> text.append("-X ").append(chain).append('\n'));
            text.append("COMMIT\n");
        }
        return text.toString();
    }

    /** Returns the tables it needs. */
    public List<Table> tables() {
        return Stream.concat(allJumps().stream(), rules.stream()).map(Rule::table).distinct().sorted().toList();
    }

    public boolean isEmpty() {
        return allJumps().isEmpty() && rules.isEmpty();
    }

    private Set<String> chains(Table table) {
        Set<String> chains = new LinkedHashSet<>();
        of(table, rules).map(Rule::chain).forEach(chains::add);
        return chains;
    }

    private static Stream<Rule> of(Table table, List<Rule> rules) {
        return rules.stream().filter(rule -> rule.table() == table);
    }
}
