package io.nofin.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run keeps besides what it concludes.
 *
 * @param captures the folder for what crossed the wire, as pcapng files
 * @param series   whether counters are to be read several times a second, for the charts of a report
 */
public record Artifacts(Optional<Path> captures, boolean series) {
}
