package io.nofin.scenario;

import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Suggestion;
import io.nofin.yaml.Value;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The faults and probes that expectations can name.
 *
 * @param faults     the definitions of faults, invalid ones among them
 * @param probes     the definitions of probes, invalid ones among them
 * @param readProbes the valid probes
 */
record KnownNames(Map<String, Value> faults, Map<String, Value> probes, Map<String, Probe> readProbes, TargetTable hosts) {

    Optional<String> fault(Value value) {
        return known(value, "fault", faults.keySet());
    }

    Optional<String> probe(Value value) {
        return known(value, "probe", probes.keySet());
    }

    /** Returns the name of a probe that holds a connection. */
    Optional<String> connection(Value value) {
        Optional<String> name = probe(value);
        name.map(readProbes::get).filter(probe -> !(probe.check() instanceof ProbeKind.Hold)).ifPresent(
            other -> value.report("not a connection: " + Quoted.of(name.get()), "name a probe with hold"));
        return name;
    }

    private static Optional<String> known(Value value, String noun, Collection<String> names) {
        Optional<String> name = value.text(new ExpectedForm("the name of a " + noun, noun.equals("fault") ? "cut" : "app-to-redis"));
        name.filter(text -> !names.contains(text)).ifPresent(text -> value.report("unknown " + noun + ": " + Quoted.of(text),
            names.isEmpty() ? "add it under " + noun + "s" : Suggestion.remedy(text, names)));
        return name.filter(names::contains);
    }
}
