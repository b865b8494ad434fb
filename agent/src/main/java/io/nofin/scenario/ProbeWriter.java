package io.nofin.scenario;

import io.nofin.unit.Durations;

/** Writes what {@link ProbeReader} reads. */
final class ProbeWriter {

    private ProbeWriter() {
    }

    static String written(Probe probe) {
        LongForm form = new LongForm().text("from", probe.from()).add(probe.check().kind(), check(probe.check()))
            .add("every", Durations.format(probe.every())).add("timeout", Durations.format(probe.timeout()))
            .add("retry", RetryWriter.written(probe.retry()))
            .addUnless(AfterFailed.KEEP_TRYING.word(), "after-failed", probe.afterFailed().word());
        probe.callbacks().forEach((occasion, callback) -> form.add(occasion.word(), CallbackWriter.written(callback)));
        return form.toString();
    }

    private static String check(Check check) {
        if (check instanceof Check.Http http) {
            return HttpWriter.written(http);
        }
        return check instanceof Check.Exec exec ? FlowText.list(exec.command().words()) : FlowText.of(check.toString());
    }
}
