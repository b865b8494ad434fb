package io.nofin.probe;

import java.util.List;

/** Faults that were in force together. */
public record Disturbance(List<String> faults, HoldEvidence.Window window) {

    public Disturbance {
        faults = List.copyOf(faults);
    }
}
