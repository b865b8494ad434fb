package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** How often, and how much it depends on the packet before: what every random effect has. */
record ProbabilityFields(Probability probability, Probability correlation) {

    static final List<String> KEYS = List.of("probability", "correlation");

    static Optional<ProbabilityFields> read(Fields fields) {
        Optional<Probability> probability = fields.require("probability", "probability: 2%").flatMap(Value::percentage);
        Optional<Probability> correlation = fields.get("correlation").map(Value::percentage).orElse(Optional.of(Probability.ZERO));
        return probability.flatMap(often -> correlation.map(following -> new ProbabilityFields(often, following)));
    }
}
