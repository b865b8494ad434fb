package io.nofin.run;

import io.nofin.plan.Exemption;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The SSH session that nofin was started from, if any: faulting the host must not cut off whoever does it. See ssh(1). */
final class SshSession {

    private static final String VARIABLE = "SSH_CONNECTION=";

    private SshSession() {
    }

    /** Looks at this process and its ancestors: sudo(8) takes the variable away from the nearest. */
    static List<Exemption> exemptions() {
        return Stream.iterate(Optional.of(ProcessHandle.current()), Optional::isPresent, process -> process.flatMap(ProcessHandle::parent))
            .flatMap(Optional::stream)
            .flatMap(process -> environment(process.pid()))
            .filter(entry -> entry.startsWith(VARIABLE))
            .map(entry -> parse(entry.substring(VARIABLE.length())))
            .flatMap(Optional::stream)
            .distinct().toList();
    }

    /** {@code client-address client-port server-address server-port}; link-local addresses have their interface behind a percent sign. */
    static Optional<Exemption> parse(String connection) {
        String[] parts = connection.split(" ");
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Exemption.Connection(address(parts[2]), Integer.parseInt(parts[3]),
                address(parts[0]), Integer.parseInt(parts[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();        // somebody else's variable of that name
        }
    }

    private static IpNetwork address(String written) {
        return IpNetwork.parse(written.replaceAll("%.*", ""));
    }

    private static Stream<String> environment(long pid) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            return Stream.empty();          // ended, or not ours to read
        }
    }
}
