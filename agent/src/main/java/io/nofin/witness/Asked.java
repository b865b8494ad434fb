package io.nofin.witness;

import io.nofin.scenario.Shaping;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a line was asked to do to packets.
 *
 * @param inFlight  how long a packet may take at most
 * @param precision how far off a delay may be
 * @param doubt     why packets may have met something else besides; nothing is then known
 */
public record Asked(Shaping shaping, Duration inFlight, Duration precision, Optional<String> doubt) {

    /** The first reason not to trust what was seen. */
    Optional<String> doubt(Sweep... sweeps) {
        return Stream.concat(doubt.stream(), Stream.of(sweeps).flatMap(sweep -> sweep.missing().stream())).findFirst();
    }
}
