package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;
import java.util.function.UnaryOperator;

/** Writes what {@link FaultReader} reads. */
final class FaultWriter {

    private FaultWriter() {
    }

    static String written(Fault fault) {
        return form(fault, UnaryOperator.identity()).toString();
    }

    /** @param names returns the text for a target's name */
    static FlowMapping form(Fault fault, UnaryOperator<String> names) {
        FlowMapping form = new FlowMapping();
        if (fault instanceof Fault.OnTargets on) {
            form.list(FaultReader.ON.word(), on.on().stream().map(names).toList());
        } else if (fault instanceof Fault.Partition partition) {
            form.add(PartitionReader.KEY, PartitionReader.TYPE.writer().apply(partition.groups().stream().map(group -> group.stream().map(names).toList()).toList()));
        }
        SelectorKey.write(fault.selector(), names, form);
        if (fault instanceof Fault.OnTargets on) {
            form.addAll(on.effect().toString());
        }
        FaultSettings settings = FaultSettings.of(fault);
        FaultSettings.KEYS.forEach(key -> key.written(settings).ifPresent(value -> form.add(key.word(), value)));
        return form;
    }
}
