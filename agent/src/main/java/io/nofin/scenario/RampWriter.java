package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.util.Optional;
import java.util.function.Function;

/** Writes what {@link RampReader} reads: both ends of everything that could change, whether it does or not. */
final class RampWriter {

    private RampWriter() {
    }

    static String written(Ramp ramp) {
        return new FlowMapping()
            .addIfPresent("delay", ends(ramp, shaping -> shaping.delay().map(Delay::time).map(Durations::format)))
            .addIfPresent("jitter", ends(ramp, shaping -> shaping.delay().map(Delay::jitter).map(Durations::format)))
            .addIfPresent("loss", ends(ramp, shaping -> shaping.loss().flatMap(RampWriter::probability)))
            .addIfPresent("duplicate", ends(ramp, shaping -> shaping.duplicate().map(Duplicate::probability)))
            .addIfPresent("corrupt", ends(ramp, shaping -> shaping.corrupt().map(Corrupt::probability)))
            .addIfPresent("rate", ends(ramp, shaping -> shaping.rate().map(Rate::rate)))
            .add("over", Durations.format(ramp.over())).toString();
    }

    private static Optional<String> ends(Ramp ramp, Function<Shaping, Optional<?>> part) {
        return part.apply(ramp.from()).flatMap(from -> part.apply(ramp.to()).map(to -> "[" + from + ", " + to + "]"));
    }

    private static Optional<?> probability(Loss loss) {
        return loss instanceof Loss.Random random ? Optional.of(random.probability()) : Optional.empty();
    }
}
