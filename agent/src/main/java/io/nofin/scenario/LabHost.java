package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.List;
import java.util.OptionalInt;

/**
 * A host that nofin builds for the run and removes after it.
 *
 * @param run     the command that starts with the host and ends with it; empty for none
 * @param waitFor the TCP port, 1 to 65535, that must be listened on before the timeline starts
 * @param echo    the TCP and UDP port, 1 to 65535, on which nofin's own echo server (RFC 862) answers
 */
public record LabHost(List<String> run, OptionalInt waitFor, OptionalInt echo) {

    public LabHost {
        run = List.copyOf(run);
        waitFor.ifPresent(PortSet::checkPort);
        echo.ifPresent(PortSet::checkPort);
        if (run.stream().anyMatch(word -> word.indexOf('\0') >= 0) || !run.isEmpty() && run.get(0).isBlank()) {
            throw new BadValueException("not a command", "write the program, then its arguments, without NUL characters");
        }
    }
}
