package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.queue.SeenPacket;
import io.nofin.queue.TriggerCounts;
import io.nofin.run.TriggerResult;
import io.nofin.scenario.TcpFlag;
import java.util.Map;

/** The packets that began steps, as data. */
final class TriggerJson {

    private TriggerJson() {
    }

    static Map<String, Object> of(TriggerResult trigger) {
        return JsonFields.of(
            "step", trigger.step(),
            "when", trigger.when(),
            "faults", trigger.faults(),
            "target", trigger.host(),
            "at", JsonFields.seconds(trigger.at()),
            "held", JsonFields.seconds(trigger.held()),
            "packet", packet(trigger.packet()),
            "counts", counts(trigger.counts()),
            "exact", EvidenceJson.verdict(trigger.exact()));
    }

    private static Map<String, Object> packet(SeenPacket packet) {
        return JsonFields.of(
            "at", packet.at().toString(),
            "direction", packet.side().word(),
            "protocol", packet.protocol(),
            "source", packet.from().getAddress().getHostAddress(),
            "source-port", packet.from().getPort(),
            "destination", packet.to().getAddress().getHostAddress(),
            "destination-port", packet.to().getPort(),
            "flags", packet.flags().stream().map(TcpFlag::word).toList(),
            "length", packet.length(),
            "payload", packet.payload(),
            "first-bytes", TriggerText.escaped(packet.first()));
    }

    private static Map<String, Object> counts(TriggerCounts counts) {
        return JsonFields.of("selected", counts.selected(), "in-state", counts.inState(), "with-data", counts.withData(), "containing", counts.containing(),
            "fresh", counts.fresh());
    }
}
