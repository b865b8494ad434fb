package io.nofin.scenario;

import java.util.stream.Collectors;

/** Writes what {@link FaultReader} reads. */
final class FaultWriter {

    private FaultWriter() {
    }

    static String written(Fault fault) {
        LongForm form = new LongForm();
        if (fault instanceof Fault.OnTargets on) {
            form.list("on", on.on());
        } else if (fault instanceof Fault.Partition partition) {
            form.add(PartitionReader.KEY, partition.groups().stream().map(FlowText::list).collect(Collectors.joining(", ", "[", "]")));
        }
        SelectorWriter.add(fault.selector(), form);
        if (fault instanceof Fault.OnTargets on) {
            form.addAll(on.effect().toString());
        }
        return form.addUnless(false, "optional", fault.optional())
            .addUnless(OnRestart.REAPPLY.word(), "on-restart", fault.onRestart().word())
            .addUnless(OnWipe.FAIL.word(), "on-wipe", fault.onWipe().word()).toString();
    }
}
