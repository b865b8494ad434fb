package io.nofin.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The artifacts that a run keeps in addition to its result.
 *
 * @param captures the folder for captures, as pcapng files
 * @param series   whether to read counters several times a second, for the charts of a report
 */
public record Artifacts(Optional<Path> captures, boolean series) {
}
