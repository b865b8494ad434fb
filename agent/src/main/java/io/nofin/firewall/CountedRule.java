package io.nofin.firewall;

import java.util.Optional;

/**
 * A rule in a chain of nofin's own, with its counters.
 *
 * @param jump    the chain that it jumps or goes to
 * @param comment the text given with {@code -m comment}
 * @param packets the packets that matched; a packet that offloading has not segmented yet counts once
 * @param bytes   their length from the IP header on
 */
public record CountedRule(String chain, Optional<String> jump, Optional<String> comment, long packets, long bytes) {

    /** Returns whether it jumps or goes to a chain. */
    public boolean leadsTo(String other) {
        return jump.filter(other::equals).isPresent();
    }
}
