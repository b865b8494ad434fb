package io.nofin.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command keeps what crossed the wire. */
final class CaptureOptions {

    @Option(names = "--pcap", paramLabel = "DIR",
        description = "Keep what crossed the wire there, a pcapng file for each host, with a comment at each inject and heal.")
    private Path folder;

    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }
}
