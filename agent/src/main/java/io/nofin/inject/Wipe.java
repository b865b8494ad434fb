package io.nofin.inject;

import java.time.Duration;
import java.util.List;

/**
 * Somebody else took away what a run had put into a namespace, or put a rule in front of it.
 *
 * @param host     the label of the namespace
 * @param faults   those that it concerns
 * @param lost     what is missing or in the way, in words
 * @param by       who changed rules since they were last seen whole, by command and process; empty where that is not known
 * @param within   at most so long before it was noticed
 * @param putBack  whether all of it is back in place
 */
public record Wipe(String host, List<String> faults, List<String> lost, List<String> by, Duration within, boolean putBack) {

    public Wipe {
        faults = List.copyOf(faults);
        lost = List.copyOf(lost);
        by = List.copyOf(by);
    }

    /** For example {@code app lost the jump from POSTROUTING of mangle (IPv4), by iptables (pid 4711)}. */
    @Override
    public String toString() {
        return host + " lost " + String.join(", ", lost) + (by.isEmpty() ? "" : ", by " + String.join(" or ", by));
    }
}
