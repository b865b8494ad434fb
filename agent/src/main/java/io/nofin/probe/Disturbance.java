package io.nofin.probe;

import java.util.List;

/** Faults that were in force together, and the time for which they were. */
public record Disturbance(List<String> faults, HoldEvidence.Window window) {

    public Disturbance {
        faults = List.copyOf(faults);
    }
}
