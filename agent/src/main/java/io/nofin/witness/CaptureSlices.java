package io.nofin.witness;

import java.util.List;
import java.util.Optional;

/** Answers questions about several stretches of time together. */
final class CaptureSlices {

    private CaptureSlices() {
    }

    /** Returns the reason why they do not prove that something was not there. */
    static Optional<String> doubt(List<CaptureSlice> sweeps) {
        return sweeps.isEmpty() ? Optional.of("the fault was never in force")
            : sweeps.stream().flatMap(sweep -> sweep.missing().stream()).findFirst();
    }
}
