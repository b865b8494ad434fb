package io.nofin.plan;

import io.nofin.unit.IpNetwork;
import java.nio.file.Path;
import java.util.List;

/**
 * A namespace as the plan speaks of it.
 *
 * @param label     what a person calls it
 * @param origin    where it was found, in the notation of the command line
 * @param namespace the one path under which the whole plan knows it
 * @param addresses what it means as a peer
 */
public record HostRef(String label, String origin, Path namespace, List<IpNetwork> addresses) {

    public HostRef {
        addresses = List.copyOf(addresses);
    }

    /** {@code command} as a person would run it inside. */
    public String inside(String command) {
        return "nsenter " + Shell.quote("--net=" + namespace) + " " + command;
    }
}
