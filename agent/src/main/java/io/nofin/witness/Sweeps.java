package io.nofin.witness;

import java.util.List;
import java.util.Optional;

/** What several stretches of time have in common. */
final class Sweeps {

    private Sweeps() {
    }

    /** Why they do not prove that something was not there. */
    static Optional<String> doubt(List<Sweep> sweeps) {
        return sweeps.isEmpty() ? Optional.of("the fault was never in force")
            : sweeps.stream().flatMap(sweep -> sweep.missing().stream()).findFirst();
    }
}
