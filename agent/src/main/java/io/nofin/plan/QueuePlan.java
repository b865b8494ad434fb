package io.nofin.plan;

import io.nofin.firewall.Rule;
import io.nofin.firewall.Table;
import io.nofin.scenario.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that bring packets to nofin's queue engine in one namespace, without those of single faults. The package of the engine
 * explains what they do.
 *
 * @param number    the number of the queue for TCP of local sockets; incoming packets have the next one, and all other outgoing
 *                  packets the one after that
 * @param seed      the source of the engine's random decisions
 * @param resending the ways in which the engine may send packets that it has held
 */
public record QueuePlan(RunId run, int number, MarkBits marks, long seed, Resending resending) {

    /** The number of queues of an engine. */
    public static final int NUMBERS = 3;

    /**
     * Returns the first rule of the run's chain, which keeps packets from the engine from being shaped again.
     *
     * @param peers a match that all packets of the engine meet: it saves the others a look at the mark
     */
    List<String> returnPast(Side side, List<String> peers) {
        return joined(joined(peers, marked(marks.past(side))), "-j", "RETURN");
    }

    /**
     * Returns a match of packets that the engine has not sent. On loopback, those it has sent on their way out come in again with the
     * mark they left with.
     */
    List<String> notSentAgain() {
        return List.of("-m", "mark", "!", "--mark", MarkBits.hex(marks.pastOut()) + "/" + MarkBits.hex(marks.pastOut()));
    }

    /**
     * Returns the last rules of the run's chain, which hand the packets that any fault has marked to the engine, or let them pass
     * where there is none.
     *
     * @param peers as for {@link #returnPast}
     */
    List<List<String>> tail(Side side, List<String> peers) {
        List<List<String>> rules = new ArrayList<>();
        List<String> anyLane = joined(peers, "-m", "mark", "!", "--mark", "0x0/" + MarkBits.hex(marks.lanes()));
        if (side == Side.INGRESS) {
            rules.add(joined(anyLane, queue(number + 1)));
            return rules;
        }
        if (resending.tracked()) {
            holds().forEach(match -> rules.add(joined(joined(anyLane, match), "-j", "MARK", "--or-mark", MarkBits.hex(marks.hold()))));
        }
        if (resending.way() != Resending.CopyRoute.NONE) {
            List<String> local = joined(List.of("-p", "tcp"), "-m", "mark", "--mark", "0x0/" + MarkBits.hex(marks.hold()),
                "-m", "addrtype", "--src-type", "LOCAL");
            rules.add(joined(joined(anyLane, local), queue(number)));
        }
        rules.add(joined(anyLane, queue(number + 2)));
        return rules;
    }

    /**
     * Returns matches of packets whose copies connection tracking would not recognise: first packets, so that their entries are
     * created, and packets that are translated in a direction that the copy's way does not lead through.
     */
    private List<List<String>> holds() {
        List<String> first = List.of("-m", "conntrack", "!", "--ctstatus", "CONFIRMED");
        return resending.way() == Resending.CopyRoute.BEHIND
            ? List.of(first, List.of("-m", "conntrack", "--ctstate", "SNAT", "--ctdir", "ORIGINAL"),
                List.of("-m", "conntrack", "--ctstate", "DNAT", "--ctdir", "REPLY"))
            : List.of(first, List.of("-m", "conntrack", "--ctstate", "SNAT"),
                List.of("-m", "conntrack", "--ctstate", "DNAT", "--ctdir", "ORIGINAL"));
    }

    private static List<String> queue(int number) {
        return List.of("-j", "NFQUEUE", "--queue-num", Integer.toString(number), "--queue-bypass");
    }

    /**
     * Returns jumps that take packets from the engine past the rules of somebody else behind its own, which have seen them already.
     *
     * @param peers as for {@link #returnPast}; address translation does not change these addresses in front of the jumps
     */
    List<Rule> jumps(Side side, List<String> peers) {
        List<String> jump = joined(joined(peers, marked(marks.past(side))), "-j", run.pastChain(side));
        return side == Side.EGRESS
            ? List.of(new Rule(Table.MANGLE, "OUTPUT", jump), new Rule(Table.FILTER, "OUTPUT", jump))
            : List.of(new Rule(Table.MANGLE, "INPUT", jump), new Rule(Table.MANGLE, "FORWARD", jump));
    }

    /**
     * Returns the chains of {@link #jumps}. Outgoing packets are accepted; incoming ones lose the marks, so that nobody else sees
     * them.
     */
    List<Rule> pastRules(Side side) {
        String chain = run.pastChain(side);
        return side == Side.EGRESS
            ? List.of(new Rule(Table.MANGLE, chain, List.of("-j", "ACCEPT")), new Rule(Table.FILTER, chain, List.of("-j", "ACCEPT")))
            : List.of(new Rule(Table.MANGLE, chain, List.of("-j", "MARK", "--set-xmark", "0x0/" + MarkBits.hex(marks.all()))));
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
