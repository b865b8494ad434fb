package io.nofin.scenario;

import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/**
 * How a part of a {@link Shaping} stands in a scenario.
 *
 * @param <T> the part
 */
interface PartForm<T> {

    /** Reads what stands under the part's key; what is wrong with it is reported. */
    Optional<? extends T> read(Value value);

    /** Returns what a ramp begins with where the fault has no such part. */
    T start();

    /** Returns those of its keys that a ramp can change. */
    List<Key<T>> rampedKeys();

    /** Returns what people are told of its keys; the first is the one that can stand for all. */
    List<KeyDescription> descriptions();

    /** Returns its JSON Schema, without braces. */
    String schema();
}
