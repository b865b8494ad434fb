package io.nofin.report;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpState;
import io.nofin.probe.Closure;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.WireEvidence;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a held connection saw, in sentences. What is not known is said to be so, never taken for nothing. */
final class ConnectionText {

    private static final String INDENT = "  ";

    private ConnectionText() {
    }

    static List<String> lines(HoldEvidence evidence) {
        List<String> lines = new ArrayList<>();
        lines.add("connection " + evidence.probe() + ": one TCP connection, " + address(evidence.local()) + " to "
            + address(evidence.remote()) + ", a heartbeat every " + Quantities.duration(evidence.every()));
        int number = 0;
        for (CutEvidence cut : evidence.cuts()) {
            String name = evidence.cuts().size() == 1 ? "the cut" : "cut " + ++number;
            lines.addAll(cut(name, cut));
        }
        lines.add(INDENT + ending(evidence));
        return lines;
    }

    private static List<String> cut(String name, CutEvidence cut) {
        List<String> lines = new ArrayList<>();
        lines.add("during " + name + " (" + Quantities.duration(cut.window().length()) + "):");
        lines.add(INDENT + state(cut) + cut.info().map(ConnectionText::tcp).orElse(""));
        lines.add(INDENT + (cut.complete() ? Quantities.count(cut.sent(), "heartbeat") + " sent, " + cut.answered() + " answered"
            : "how many heartbeats were answered is not known any more"));
        cut.far().ifPresent(far -> lines.add(INDENT + (!far.isKnown() ? "what arrived at the other end is not known: the capture lost packets"
            : far.in().isNothing() ? "nothing arrived at the other end"
            : Quantities.packets(far.in().packets()) + " arrived at the other end")));
        lines.add(INDENT + "on the wire: " + wire(cut.near(), cut.far()));
        lines.add("after it:");
        lines.add(INDENT + recovery(cut));
        return indented(lines);
    }

    private static String state(CutEvidence cut) {
        if (cut.stayedEstablished()) {
            return "the connection stayed ESTABLISHED";
        }
        return cut.beforeHeal().isEmpty() ? "the connection's state is not known"
            : "the connection was " + cut.state().filter(state -> cut.sameConnection()).map(TcpState::name).orElse("gone");
    }

    private static String tcp(TcpInfo info) {
        return info.retransmits() == 0 ? "" : "; TCP retransmitted " + Quantities.count(info.retransmits(), "time")
            + " in vain, its timer at " + Quantities.duration(info.rto());
    }

    private static String wire(WireEvidence near, Optional<WireEvidence> far) {
        if (!near.isKnown() || far.filter(end -> !end.isKnown()).isPresent()) {
            return "not known: the capture lost packets";
        }
        long fin = near.fin() + far.map(WireEvidence::fin).orElse(0L);
        long rst = near.rst() + far.map(WireEvidence::rst).orElse(0L);
        long icmp = near.icmpErrors() + far.map(WireEvidence::icmpErrors).orElse(0L);
        return fin + rst + icmp == 0 ? "no FIN, no RST, no ICMP error, at " + (far.isPresent() ? "either end" : "this end")
            : fin + " FIN, " + rst + " RST, " + Quantities.count(icmp, "ICMP error");
    }

    private static String recovery(CutEvidence cut) {
        if (cut.firstAnswer().isEmpty()) {
            return "no data flowed again";
        }
        return "data flowed again " + Quantities.duration(cut.firstAnswer().get()) + " after the heal" + cut.allAnswered()
            .map(all -> "; all that was sent meanwhile had arrived after " + Quantities.duration(all)).orElse("");
    }

    private static String ending(HoldEvidence evidence) {
        HoldEvidence.Traffic traffic = evidence.traffic();
        String counts = traffic.sent() + " sent, " + traffic.answered() + " answered"
            + traffic.roundTrip().map(median -> ", median round trip " + Quantities.duration(median)).orElse("");
        if (evidence.closure().isPresent()) {
            Closure closure = evidence.closure().get();
            Duration after = closure.after(evidence.connectedNanos());
            return "in all: " + counts + "; " + closure.cause() + " " + Quantities.duration(after) + " after it was opened"
                + (closure.detail().isEmpty() ? "" : " (" + closure.detail() + ")");
        }
        return "in all: " + counts + "; at the end " + (evidence.endedEstablished() ? "the same connection, ESTABLISHED" : "its state is not known");
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> INDENT + line).toList();
    }
}
