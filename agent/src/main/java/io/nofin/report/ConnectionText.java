package io.nofin.report;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpState;
import io.nofin.probe.Closure;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.WireEvidence;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The observations of a held connection, in sentences. What is not known is said to be unknown, and never taken for zero. */
final class ConnectionText {

    private static final String INDENT = "  ";

    private ConnectionText() {
    }

    /** @param disturbances one for each cut of {@code evidence}, in the same order */
    static List<String> lines(HoldEvidence evidence, List<FaultWindow> disturbances) {
        List<String> lines = new ArrayList<>();
        lines.add("connection " + evidence.probe() + ": one TCP connection, " + address(evidence.local()) + " to "
            + address(evidence.remote()) + ", a heartbeat every " + Quantities.duration(evidence.every()));
        for (int i = 0; i < evidence.cuts().size(); i++) {
            lines.addAll(cut(String.join(", ", disturbances.get(i).faults()), evidence.cuts().get(i)));
        }
        lines.add(INDENT + ending(evidence));
        return lines;
    }

    private static List<String> cut(String faults, CutEvidence cut) {
        List<String> lines = new ArrayList<>();
        lines.add("during " + faults + " (" + Quantities.duration(cut.window().length()) + "): " + state(cut)
            + cut.info().map(ConnectionText::tcp).orElse(""));
        lines.add(INDENT + heartbeats(cut) + cut.far().map(far -> "; " + arrived(far)).orElse("") + "; on the wire: " + wire(cut.near(), cut.far()));
        if (!carriedOn(cut)) {
            lines.add(INDENT + recovery(cut));
        }
        return indented(lines);
    }

    private static String heartbeats(CutEvidence cut) {
        return !cut.complete() ? "how many heartbeats were answered is not known any more"
            : Quantities.count(cut.sent(), "heartbeat") + " sent, " + cut.answered() + " answered"
                + cut.roundTrip().map(median -> ", median round trip " + Quantities.duration(median)).orElse("");
    }

    private static String arrived(WireEvidence far) {
        return !far.isKnown() ? "what arrived at the other end is not known: the capture lost packets"
            : far.in().isNothing() ? "nothing arrived at the other end"
            : Quantities.packets(far.in().packets()) + " arrived at the other end";
    }

    /** Returns whether the connection went on during the cut; then there is nothing to recover from. */
    private static boolean carriedOn(CutEvidence cut) {
        return cut.complete() && cut.answered() > 0;
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
