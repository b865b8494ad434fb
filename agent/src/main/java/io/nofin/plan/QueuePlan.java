package io.nofin.plan;

import io.nofin.firewall.Rule;
import io.nofin.firewall.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * nofin's queue engine in one namespace, and the rules that bring packets to it; those of single faults are not among them. See
 * the package of the engine for what they do.
 *
 * @param number    of the queue for TCP of local sockets; what comes in has the next one, and all else that goes out the one behind
 * @param seed      where the engine's random decisions come from
 * @param resending how the engine may send what it has held
 */
public record QueuePlan(RunId run, int number, MarkBits marks, long seed, Resending resending) {

    /** How many queues an engine has. */
    public static final int NUMBERS = 3;

    /** In front of everything in the run's chain: what the engine sent is not to be shaped again. */
    List<String> returnPast(boolean outgoing) {
        return joined(marked(past(outgoing)), "-j", "RETURN");
    }

    /** Matches what the engine has not sent on its way out, of loopback: that comes in again with the mark it left with. */
    List<String> notSentAgain() {
        return List.of("-m", "mark", "!", "--mark", MarkBits.hex(marks.pastOut()) + "/" + MarkBits.hex(marks.pastOut()));
    }

    /** At the end of the run's chain: what any fault has marked goes to the engine, or on, where there is none. */
    List<List<String>> tail(boolean outgoing) {
        List<List<String>> rules = new ArrayList<>();
        List<String> anyLane = List.of("-m", "mark", "!", "--mark", "0x0/" + MarkBits.hex(marks.lanes()));
        if (!outgoing) {
            rules.add(joined(anyLane, queue(number + 1)));
            return rules;
        }
        if (resending.tracked()) {
            holds().forEach(match -> rules.add(joined(joined(anyLane, match), "-j", "MARK", "--or-mark", MarkBits.hex(marks.hold()))));
        }
        if (resending.way() != Resending.Way.NONE) {
            List<String> local = joined(List.of("-p", "tcp"), "-m", "mark", "--mark", "0x0/" + MarkBits.hex(marks.hold()),
                "-m", "addrtype", "--src-type", "LOCAL");
            rules.add(joined(joined(anyLane, local), queue(number)));
        }
        rules.add(joined(anyLane, queue(number + 2)));
        return rules;
    }

    /**
     * What connection tracking would not know again, as a copy: first packets, so that their entries come to be, and what is translated
     * in a direction that the copy's way does not lead through.
     */
    private List<List<String>> holds() {
        List<String> first = List.of("-m", "conntrack", "!", "--ctstatus", "CONFIRMED");
        return resending.way() == Resending.Way.BEHIND
            ? List.of(first, List.of("-m", "conntrack", "--ctstate", "SNAT", "--ctdir", "ORIGINAL"),
                List.of("-m", "conntrack", "--ctstate", "DNAT", "--ctdir", "REPLY"))
            : List.of(first, List.of("-m", "conntrack", "--ctstate", "SNAT"),
                List.of("-m", "conntrack", "--ctstate", "DNAT", "--ctdir", "ORIGINAL"));
    }

    private static List<String> queue(int number) {
        return List.of("-j", "NFQUEUE", "--queue-num", Integer.toString(number), "--queue-bypass");
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
