package io.nofin.witness;

import io.nofin.scenario.Shaping;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The treatment of packets that a line was asked for.
 *
 * @param inFlight  the longest time that a packet may take
 * @param precision the error that a delay may have
 * @param doubt     the reason why packets may have met something else too; nothing is then known
 */
public record ExpectedShaping(Shaping shaping, Duration inFlight, Duration precision, Optional<String> doubt) {

    /** Returns the first reason not to trust what was seen. */
    Optional<String> doubt(CaptureSlice... sweeps) {
        return Stream.concat(doubt.stream(), Stream.of(sweeps).flatMap(sweep -> sweep.missing().stream())).findFirst();
    }
}
