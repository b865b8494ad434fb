package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;
import java.util.List;
import java.util.Map;

/** Writes what {@link TargetReader} reads. */
final class TargetWriter {

    private TargetWriter() {
    }

    static String written(TargetSpec target) {
        if (target.kind() == TargetKind.LAB) {
            throw new IllegalArgumentException("a lab host stands under lab: target=" + target);
        }
        return form(target.form()).toString();
    }

    private static FlowMapping form(Map<?, ?> entries) {
        FlowMapping form = new FlowMapping();
        entries.forEach((key, value) -> form.add(key.toString(), value(value)));
        return form;
    }

    private static Object value(Object value) {
        return value instanceof Map<?, ?> entries ? form(entries) : value instanceof List<?> items ? FlowScalar.list(items)
            : value instanceof String text ? FlowScalar.of(text) : value;
    }
}
