package io.nofin.witness;

import java.util.List;
import java.util.Optional;

/**
 * Everything a witness has of a stretch of time, in the order of time.
 *
 * @param missing why there may have been more; empty when this is all there was
 */
record Sweep(Stretch stretch, List<Seen> packets, Optional<String> missing) {

    boolean isComplete() {
        return missing.isEmpty();
    }
}
