package io.nofin.plan;

import java.util.List;
import java.util.Optional;

/**
 * The abilities of sch_netem in a namespace.
 *
 * @param missing       the reason why it cannot be used at all; empty where it can
 * @param seedable      whether its random decisions can be repeated: since Linux 6.6
 * @param duplicatesMix whether one that duplicates may be on a device together with others: not on some kernels of 2025 and 2026
 * @param devices       the interfaces that are up, except loopback
 */
public record NetemFacts(Optional<String> missing, boolean seedable, boolean duplicatesMix, List<String> devices) {

    public NetemFacts {
        devices = List.copyOf(devices);
    }

    public static NetemFacts missing(String why) {
        return new NetemFacts(Optional.of(why), false, false, List.of());
    }
}
