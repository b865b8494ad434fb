package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.netlink.diag.TcpInfo;
import io.nofin.probe.CutEvidence;
import io.nofin.probe.FaultWindow;
import io.nofin.probe.HoldEvidence;
import io.nofin.probe.WireEvidence;
import io.nofin.run.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The observations of a held connection, as data. Unknown values are null. */
final class ConnectionJson {

    private ConnectionJson() {
    }

    static Map<String, Object> of(HoldEvidence evidence, RunResult run) {
        return JsonFields.of(
            "probe", evidence.probe(),
            "local", evidence.local().toString().substring(1),
            "remote", evidence.remote().toString().substring(1),
            "sent", evidence.traffic().sent(),
            "answered", evidence.traffic().answered(),
            "round-trip", seconds(evidence.traffic().roundTrip()),
            "cuts", cuts(evidence.cuts(), run.disturbances()),
            "ended-established", evidence.endedEstablished(),
            "closed", evidence.closure().map(closure -> closure.cause().toString()).orElse(null));
    }

    /** Returns one entry for each disturbance, in the same order. */
    private static List<Map<String, Object>> cuts(List<CutEvidence> cuts, List<FaultWindow> disturbances) {
        return IntStream.range(0, cuts.size()).mapToObj(i -> cut(disturbances.get(i).faults(), cuts.get(i))).toList();
    }

    private static Map<String, Object> cut(List<String> faults, CutEvidence cut) {
        return JsonFields.of(
            "faults", faults,
            "length", JsonFields.seconds(cut.window().length()),
            "stayed-established", cut.beforeHeal().map(sample -> cut.stayedEstablished()).orElse(null),
            "state", cut.state().map(Enum::name).orElse(null),
            "sent", cut.complete() ? cut.sent() : null,
            "answered", cut.complete() ? cut.answered() : null,
            "round-trip", seconds(cut.roundTrip()),
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
        return !wire.isKnown() ? null : JsonFields.of(
            "packets-in", wire.in().packets(),
            "packets-out", wire.out().packets(),
            "fin", wire.fin(),
            "rst", wire.rst(),
            "icmp-errors", wire.icmpErrors());
    }

    private static Double seconds(Optional<Duration> duration) {
        return duration.map(JsonFields::seconds).orElse(null);
    }
}
