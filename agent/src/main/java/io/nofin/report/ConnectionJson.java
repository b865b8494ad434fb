package io.nofin.report;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.WireEvidence;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a held connection saw, as data. What is not known is null. */
final class ConnectionJson {

    private ConnectionJson() {
    }

    static Map<String, Object> of(HoldEvidence evidence) {
        return Fields.of(
            "probe", evidence.probe(),
            "local", evidence.local().toString().substring(1),
            "remote", evidence.remote().toString().substring(1),
            "sent", evidence.traffic().sent(),
            "answered", evidence.traffic().answered(),
            "round-trip", seconds(evidence.traffic().roundTrip()),
            "cuts", evidence.cuts().stream().map(ConnectionJson::cut).toList(),
            "ended-established", evidence.endedEstablished(),
            "closed", evidence.closure().map(closure -> closure.cause().toString()).orElse(null));
    }

    private static Map<String, Object> cut(CutEvidence cut) {
        return Fields.of(
            "length", JsonReport.seconds(cut.window().length()),
            "stayed-established", cut.beforeHeal().map(sample -> cut.stayedEstablished()).orElse(null),
            "state", cut.state().map(Enum::name).orElse(null),
            "sent", cut.complete() ? cut.sent() : null,
            "answered", cut.complete() ? cut.answered() : null,
            "retransmits", cut.info().map(TcpInfo::retransmits).orElse(null),
            "near", wire(cut.near()),
            "far", cut.far().map(ConnectionJson::wire).orElse(null),
            "nothing-arrived", cut.far().filter(WireEvidence::isKnown).map(far -> far.in().isNothing()).orElse(null),
            "silent", isKnown(cut) ? cut.isSilent() : null,
            "first-answer-after-heal", seconds(cut.firstAnswer()),
            "all-answered-after-heal", seconds(cut.allAnswered()));
    }

    private static boolean isKnown(CutEvidence cut) {
        return cut.near().isKnown() && cut.far().map(WireEvidence::isKnown).orElse(true);
    }

    private static Map<String, Object> wire(WireEvidence wire) {
        return !wire.isKnown() ? null : Fields.of(
            "packets-in", wire.in().packets(),
            "packets-out", wire.out().packets(),
            "fin", wire.fin(),
            "rst", wire.rst(),
            "icmp-errors", wire.icmpErrors());
    }

    private static Double seconds(Optional<Duration> duration) {
        return duration.map(JsonReport::seconds).orElse(null);
    }
}
