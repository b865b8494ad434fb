package io.nofin.probe;

import io.nofin.unit.TimeSpan;
import java.util.List;

/**
 * Faults that were in force together, and the time for which they were.
 *
 * @param window the time from when the gates of all are known to be open to when the first is about to be closed
 */
public record FaultWindow(List<String> faults, TimeSpan window) {

    public FaultWindow {
        faults = List.copyOf(faults);
    }
}
