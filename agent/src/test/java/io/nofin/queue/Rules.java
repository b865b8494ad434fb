package io.nofin.queue;

import io.nofin.plan.MarkBits;
import io.nofin.scenario.Side;
import java.util.ArrayList;
import java.util.List;

/** The rules of the package's documentation, as iptables-restore reads them. */
final class Rules {

    private Rules() {
    }

    static List<String> install(String run, Side side, MarkBits marks, int queue, boolean ipv6, String... selectors) {
        return side == Side.EGRESS ? out(run, marks, queue, ipv6, selectors) : in(run, marks, queue + 1, ipv6, selectors);
    }

    private static List<String> out(String run, MarkBits marks, int queue, boolean ipv6, String... selectors) {
        String past = mask(marks.pastOut());
        String chain = "NOFIN-" + run + "-out";
        List<String> lines = new ArrayList<>(List.of("*mangle", ":" + chain + " - [0:0]",
            "-I OUTPUT 1 -m mark --mark " + past + " -j ACCEPT",
            "-I POSTROUTING 1 -j " + chain,
            "-A " + chain + " -m mark --mark " + past + " -j RETURN"));
        lines.addAll(lanes(chain, marks, ipv6, selectors));
        lines.add(toQueue(chain, marks, " -p tcp -m addrtype --src-type LOCAL", queue));
        lines.add(toQueue(chain, marks, "", queue + 2));
        lines.addAll(List.of("COMMIT", "*filter", "-I OUTPUT 1 -m mark --mark " + past + " -j ACCEPT", "COMMIT"));
        return lines;
    }

    private static List<String> in(String run, MarkBits marks, int queue, boolean ipv6, String... selectors) {
        String chain = "NOFIN-" + run + "-in";
        List<String> lines = new ArrayList<>(List.of("*mangle", ":" + chain + " - [0:0]",
            "-I PREROUTING 1 -j " + chain,
            "-A " + chain + " -m mark --mark " + mask(marks.pastIn()) + " -j RETURN"));
        lines.addAll(lanes(chain, marks, ipv6, selectors));
        lines.add(toQueue(chain, marks, "", queue));
        String clear = "-m mark --mark " + mask(marks.pastIn()) + " -j MARK --set-xmark 0x0/" + MarkBits.hex(marks.all());
        lines.addAll(List.of("-I INPUT 1 " + clear, "-I FORWARD 1 " + clear, "COMMIT"));
        return lines;
    }

    private static List<String> lanes(String chain, MarkBits marks, boolean ipv6, String... selectors) {
        List<String> lines = new ArrayList<>();
        if (ipv6) {
            for (int type = 133; type <= 137; type++) {
                lines.add("-A " + chain + " -p icmpv6 --icmpv6-type " + type + " -j RETURN");
            }
        }
        for (int i = 0; i < selectors.length; i++) {
            lines.add("-A " + chain + " " + selectors[i] + " -j MARK --or-mark " + MarkBits.hex(marks.lane(i)));
        }
        return lines;
    }

    private static String toQueue(String chain, MarkBits marks, String match, int queue) {
        return "-A " + chain + " -m mark ! --mark 0x0/" + MarkBits.hex(marks.lanes()) + match + " -j NFQUEUE --queue-num " + queue
            + " --queue-bypass";
    }

    private static String mask(int bit) {
        return MarkBits.hex(bit) + "/" + MarkBits.hex(bit);
    }
}
