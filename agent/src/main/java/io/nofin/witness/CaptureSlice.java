package io.nofin.witness;

import io.nofin.unit.TimeSpan;
import java.util.List;
import java.util.Optional;

/**
 * All packets of a stretch of time that a witness has, in the order of time.
 *
 * @param missing the reason why there may have been more; empty when this is all there was
 */
record CaptureSlice(TimeSpan stretch, List<CapturedPacket> packets, Optional<String> missing) {

    /** Returns the same packets, with the first of these reasons, if there is any, why there may have been more. */
    CaptureSlice doubted(List<String> reasons) {
        return new CaptureSlice(stretch, packets, missing.or(() -> reasons.stream().findFirst()));
    }

    boolean isComplete() {
        return missing.isEmpty();
    }
}
