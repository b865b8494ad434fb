package io.nofin.doctor;

import io.nofin.inject.Privileges;
import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.util.List;

/** Runs a trial on a thread inside a network namespace created for it alone, which takes whatever the trial leaves with it. */
record Sandbox(Trial inside) implements Trial {

    private static final List<String> NEEDED = List.of("CAP_NET_ADMIN", "CAP_SYS_ADMIN");

    @Override
    public Outcome run() throws IOException {
        if (Privileges.missing().stream().anyMatch(NEEDED::contains)) {
            return Outcome.limited("not tried: needs root", HostTrials.SUDO);
        }
        try (NetworkNamespace namespace = NetworkNamespace.create()) {
            return namespace.call(inside::run);
        }
    }
}
