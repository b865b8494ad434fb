package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;

/** Writes a step of what {@link TimelineReader} reads. */
final class StepWriter {

    private StepWriter() {
    }

    static String written(Step step) {
        FlowMapping form = new FlowMapping();
        step.when().ifPresentOrElse(trigger -> form.add(TriggerReader.KEY, TriggerWriter.written(trigger)), () -> form.add("at", Durations.format(step.at())));
        form.list("inject", step.inject())
            .add(Step.FOR.word(), Step.LENGTH.writer().apply(step.length()));
        if (step.times() > 1) {
            form.add("repeat", new FlowMapping().add("every", Durations.format(step.every())).add("times", step.times()));
        }
        return form.addIfPresent("ramp", step.ramp().map(RampKeys::written)).toString();
    }
}
