package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;

/** Writes what {@link TriggerReader} reads. */
final class TriggerWriter {

    private TriggerWriter() {
    }

    static FlowMapping written(Trigger trigger) {
        FlowMapping form = new FlowMapping();
        if (trigger.event() instanceof Trigger.FaultBecomes fault) {
            form.text(TriggerReader.FAULT, fault.fault()).add(TriggerReader.BECOMES, fault.state().word());
        } else if (trigger.event() instanceof Trigger.ProbeBecomes probe) {
            form.text(TriggerReader.PROBE, probe.probe()).add(TriggerReader.BECOMES, probe.state().word());
        } else if (trigger.event() instanceof Trigger.PacketSeen packet) {
            form.add(TriggerReader.PACKET, PacketReader.written(packet)).addUnless(1, TriggerReader.NTH, packet.nth())
                .addUnless(Keep.PASSES.word(), TriggerReader.KEEP, packet.keep().word());
        }
        return form.addUnless(Durations.format(Duration.ZERO), TriggerReader.PLUS, Durations.format(trigger.plus()))
            .addUnless(Durations.format(Trigger.DEFAULT_WITHIN), TriggerReader.WITHIN, Durations.format(trigger.within()));
    }
}
