package io.nofin.scenario;

import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/**
 * The form of a part of a {@link Shaping} in a scenario.
 *
 * @param <T> the part
 */
interface PartForm<T> {

    /** Reads the value under the part's key; problems are reported. */
    Optional<? extends T> read(Value value);

    /** Returns the start of a ramp where the fault has no such part. */
    T start();

    /** Returns the keys that a ramp can change. */
    List<Key<T>> rampedKeys();

    /** Returns the descriptions of its keys; the first key can stand for all. */
    List<KeyDescription> descriptions();

    /** Returns what an option of the command line shows for its value. */
    default String label() {
        return descriptions().get(0).label();
    }

    /** Returns its JSON Schema, without braces. */
    String schema();
}
