package io.nofin.junit;

import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.Quoted;

/**
 * A target of faults, or the other end of their packets. Created by {@link Nofin#target}. Immutable.
 *
 * @param name the name in reports
 * @param spec how the target is found, each time a fault is armed
 */
public record FaultTarget(String name, TargetSpec spec) {

    private static final int SHORT_ID = 12;

    public FaultTarget {
        if (name.isBlank()) {
            throw new IllegalArgumentException("target without a name: write for example named(\"app\")");
        }
    }

    /** Returns a target that is called by its notation. */
    static FaultTarget of(TargetSpec spec) {
        return new FaultTarget(spec.toString(), spec);
    }

    static FaultTarget container(String id) {
        String name = "container-" + id.substring(0, Math.min(id.length(), SHORT_ID));
        return new FaultTarget(NamedTargets.nameLike(name), new TargetSpec.Docker(id));
    }

    /** Returns this target with another name: up to 40 letters, digits, {@code -}, {@code _} and {@code .}, as in a scenario. */
    public FaultTarget named(String other) {
        if (!other.equals(NamedTargets.nameLike(other)) || !Character.isLetterOrDigit(other.charAt(0))) {
            throw new IllegalArgumentException("not a name: " + Quoted.of(other)
                + ": use up to 40 letters, digits, '-', '_' and '.', a letter or digit first");
        }
        return new FaultTarget(other, spec);
    }
}
