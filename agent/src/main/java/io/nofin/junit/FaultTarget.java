package io.nofin.junit;

import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.Quoted;

/**
 * Whose network a fault is in, or who is at its other end. Made by {@link Nofin#target}. A value.
 *
 * @param name what reports call it
 * @param spec where it is found, each time a fault is armed
 */
public record FaultTarget(String name, TargetSpec spec) {

    private static final int SHORT_ID = 12;

    public FaultTarget {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a target without a name: write for example named(\"app\")");
        }
    }

    /** Called by what it is: the notation of the command line, with what a name may not have replaced. */
    static FaultTarget of(TargetSpec spec) {
        return new FaultTarget(NamedTargets.nameLike(spec.toString()), spec);
    }

    static FaultTarget container(String id) {
        String name = "container-" + id.substring(0, Math.min(id.length(), SHORT_ID));
        return new FaultTarget(NamedTargets.nameLike(name), new TargetSpec.Docker(id));
    }

    /** The same, by another name: up to 40 letters, digits, {@code -}, {@code _} and {@code .}, as in a scenario. */
    public FaultTarget named(String other) {
        if (!other.equals(NamedTargets.nameLike(other)) || !Character.isLetterOrDigit(other.charAt(0))) {
            throw new IllegalArgumentException("not a name: " + Quoted.of(other)
                + ": use up to 40 letters, digits, '-', '_' and '.', a letter or digit first");
        }
        return new FaultTarget(other, spec);
    }
}
