package io.nofin.witness;

import java.util.List;
import java.util.Optional;

/**
 * Everything a witness has of a stretch of time, in the order of time.
 *
 * @param missing why there may have been more; empty when this is all there was
 */
record Sweep(Stretch stretch, List<Seen> packets, Optional<String> missing) {

    /** The same, not all there was for the first of these reasons, if there is any. */
    Sweep doubted(List<String> reasons) {
        return new Sweep(stretch, packets, missing.or(() -> reasons.stream().findFirst()));
    }

    boolean isComplete() {
        return missing.isEmpty();
    }
}
