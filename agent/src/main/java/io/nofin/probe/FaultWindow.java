package io.nofin.probe;

import java.util.List;

/** Faults that were in force together, and the time for which they were. */
public record FaultWindow(List<String> faults, HoldEvidence.Window window) {

    public FaultWindow {
        faults = List.copyOf(faults);
    }
}
