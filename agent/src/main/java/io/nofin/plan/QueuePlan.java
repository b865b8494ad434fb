package io.nofin.plan;

import io.nofin.firewall.Rule;
import io.nofin.firewall.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * nofin's queue engine in one namespace, and the rules that bring packets to it; those of single faults are not among them. See
 * the package of the engine for what they do.
 *
 * @param number      of the queue for what goes out; what comes in has the next one
 * @param seed        where the engine's random decisions come from
 * @param translates  whether packets are translated there, and have to be held instead of sent again
 * @param rulesBehind whether packets that the engine sends have to meet the rules behind its own
 */
public record QueuePlan(RunId run, int number, MarkBits marks, long seed, boolean translates, boolean rulesBehind) {

    /** In front of everything in the run's chain: what the engine sent is not to be shaped again. */
    List<String> returnPast(boolean outgoing) {
        return joined(marked(past(outgoing)), "-j", "RETURN");
    }

    /** At the end of the run's chain: what any fault has marked goes to the engine, or on, where there is none. */
    List<List<String>> tail(boolean outgoing) {
        List<List<String>> rules = new ArrayList<>();
        List<String> anyLane = List.of("-m", "mark", "!", "--mark", "0x0/" + MarkBits.hex(marks.lanes()));
        if (outgoing && translates) {
            List<String> hold = List.of("-j", "MARK", "--or-mark", MarkBits.hex(marks.hold()));
            rules.add(joined(joined(anyLane, "-m", "conntrack", "--ctstate", "DNAT", "--ctdir", "ORIGINAL"), hold));
            rules.add(joined(joined(anyLane, "-m", "conntrack", "--ctstate", "SNAT"), hold));
        }
        rules.add(joined(anyLane, "-j", "NFQUEUE", "--queue-num", Integer.toString(outgoing ? number : number + 1), "--queue-bypass"));
        return rules;
    }

    /** Where the rules behind are those of somebody else, what the engine sent goes past: they have seen it already. */
    List<Rule> jumps(boolean outgoing) {
        List<String> jump = joined(marked(past(outgoing)), "-j", run.pastChain(outgoing));
        return outgoing
            ? List.of(new Rule(Table.MANGLE, "OUTPUT", jump), new Rule(Table.FILTER, "OUTPUT", jump))
            : List.of(new Rule(Table.MANGLE, "INPUT", jump), new Rule(Table.MANGLE, "FORWARD", jump));
    }

    /** The chains of {@link #jumps}: out, past; in, the marks come off, so that nobody else sees them. */
    List<Rule> pastRules(boolean outgoing) {
        String chain = run.pastChain(outgoing);
        return outgoing
            ? List.of(new Rule(Table.MANGLE, chain, List.of("-j", "ACCEPT")), new Rule(Table.FILTER, chain, List.of("-j", "ACCEPT")))
            : List.of(new Rule(Table.MANGLE, chain, List.of("-j", "MARK", "--set-xmark", "0x0/" + MarkBits.hex(marks.all()))));
    }

    private int past(boolean outgoing) {
        return outgoing ? marks.pastOut() : marks.pastIn();
    }

    private static List<String> marked(int bit) {
        return List.of("-m", "mark", "--mark", MarkBits.hex(bit) + "/" + MarkBits.hex(bit));
    }

    private static List<String> joined(List<String> first, String... more) {
        return joined(first, List.of(more));
    }

    private static List<String> joined(List<String> first, List<String> more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(more);
        return all;
    }
}
