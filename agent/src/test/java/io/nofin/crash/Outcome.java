package io.nofin.crash;

import java.util.List;

/**
 * The outcome of a trial.
 *
 * @param killed        whether nofin was still there to be killed
 * @param trafficMillis from the kill until packets crossed both ways
 * @param removedMillis from the kill until nothing of nofin's was left
 * @param complaints    what is not as it was before; none when all is well
 */
public record Outcome(Trial trial, boolean killed, double trafficMillis, double removedMillis, List<String> complaints) {

    public Outcome {
        complaints = List.copyOf(complaints);
    }

    public boolean isWell() {
        return complaints.isEmpty();
    }
}
