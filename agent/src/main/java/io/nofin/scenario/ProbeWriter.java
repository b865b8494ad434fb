package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;

/** Writes what {@link ProbeReader} reads. */
final class ProbeWriter {

    private ProbeWriter() {
    }

    static String written(Probe probe) {
        FlowMapping form = new FlowMapping().text("from", probe.from()).add(probe.check().kind(), check(probe.check()))
            .add("every", Durations.format(probe.every())).add("timeout", Durations.format(probe.timeout()))
            .add("retry", RetryWriter.written(probe.retry()))
            .addUnless(AfterFailed.KEEP_TRYING.word(), "after-failed", probe.afterFailed().word());
        probe.callbacks().forEach((occasion, callback) -> form.add(occasion.word(), CallbackWriter.written(callback)));
        return form.toString();
    }

    private static String check(ProbeKind check) {
        if (check instanceof ProbeKind.Http http) {
            return HttpWriter.written(http);
        }
        return check instanceof ProbeKind.Exec exec ? FlowScalar.list(exec.command().words()) : FlowScalar.of(check.toString());
    }
}
