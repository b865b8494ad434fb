package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.api.JsonText;
import io.nofin.inject.GateCount;
import io.nofin.inject.GateTiming;
import io.nofin.run.FaultResult;
import io.nofin.run.RunResult;
import java.util.Locale;
import java.util.Map;

/** A run's result for a machine. Times are in seconds, counted from the start of the timeline. */
public final class JsonReport {

    /** The version of the format. It is raised when a field changes its meaning or is removed, and stays when fields are added. */
    static final int VERSION = 1;

    private JsonReport() {
    }

    public static String of(RunResult result) {
        return JsonText.of(data(result));
    }

    /** Returns the report on one line, without a newline. */
    static String line(RunResult result) {
        return JsonText.line(data(result));
    }

    private static Map<String, Object> data(RunResult result) {
        return JsonFields.of(
            "nofin-report", VERSION,
            "scenario", result.scenario(),
            "run", result.plan().run().value(),
            "seed", result.plan().seed(),
            "started", result.started().toString(),
            "passed", result.passed(),
            "outcome", result.outcome().name().toLowerCase(Locale.ROOT),
            "interrupted", result.interrupted(),
            "problems", result.problems(),
            "notes", result.plan().notes(),
            "faults", result.faults().stream().map(JsonReport::fault).toList(),
            "triggered", result.triggered().stream().map(TriggerJson::of).toList(),
            "connections", result.connections().stream().map(connection -> ConnectionJson.of(connection, result)).toList(),
            "probes", result.probes().stream().map(probe -> ProbeJson.of(probe, result)).toList(),
            "evidence", result.evidence().stream().map(EvidenceJson::of).toList(),
            "expectations", result.judgements().stream().map(EvidenceJson::of).toList(),
            "arming-took", JsonFields.seconds(result.armingTook()),
            "hosts", result.plan().hosts().stream().map(PlaceJson::of).toList(),
            "ran-on", PlaceJson.of(result.surroundings()),
            "series", result.recording().map(recording -> SeriesJson.of(recording, result)).orElse(null));
    }

    private static Map<String, Object> fault(FaultResult fault) {
        return JsonFields.of(
            "name", fault.name(),
            "kind", fault.kind().word(),
            "effect", fault.effect(),
            "optional", fault.optional(),
            "took-effect", fault.packets() > 0 && fault.holds(),
            "proof", EvidenceJson.verdict(fault.proof()),
            "why-not", NoEffectReasons.whyNothing(fault),
            "turns", fault.turns().stream().map(turn -> JsonFields.of(
                "from", JsonFields.seconds(turn.from()),
                "to", JsonFields.seconds(turn.to()),
                "fired", firing(turn.fired()),
                "healed", firing(turn.healed()))).toList(),
            "matched", fault.counts().stream().map(JsonReport::count).toList());
    }

    private static Map<String, Object> count(GateCount count) {
        return JsonFields.of(
            "target", count.gate().host().label(),
            "origin", count.gate().host().origin(),
            "direction", count.side().word(),
            "packets", count.packets(),
            "bytes", count.bytes(),
            "seen-by-selector", count.seenPackets(),
            "connections", count.chosen().map(chosen -> JsonFields.of("hit", chosen.hit(), "spared", chosen.spared())).orElse(null),
            "shaped", count.shaped().map(ShapedText::data).orElse(null));
    }

    private static Map<String, Object> firing(GateTiming firing) {
        return JsonFields.of("at", firing.at().toString(), "took", JsonFields.seconds(firing.took()), "skew", JsonFields.seconds(firing.skew()));
    }
}
