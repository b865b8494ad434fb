package io.nofin.inject;

import java.time.Duration;
import java.util.List;

/**
 * The removal, by somebody else, of what a run had put into a namespace, or a rule put in front of it.
 *
 * @param host     the label of the namespace
 * @param faults   the faults that it concerns
 * @param lost     descriptions of what is missing or in the way
 * @param by       the processes that changed rules since they were last seen whole, by command and process id; empty where that is
 *                 not known
 * @param within   the longest time that it can have gone unnoticed
 * @param putBack  whether all of it is back in place
 */
public record Wipe(String host, List<String> faults, List<String> lost, List<String> by, Duration within, boolean putBack) {

    public Wipe {
        faults = List.copyOf(faults);
        lost = List.copyOf(lost);
        by = List.copyOf(by);
    }

    /** Returns a text such as {@code app lost the jump from POSTROUTING of mangle (IPv4), by iptables (pid 4711)}. */
    @Override
    public String toString() {
        return host + " lost " + String.join(", ", lost) + (by.isEmpty() ? "" : ", by " + String.join(" or ", by));
    }
}
