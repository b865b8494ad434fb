package io.nofin.run;

import io.nofin.probe.ConnectionSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters over the time of a run, for charts.
 *
 * @param startNanos  the start of the timeline, by {@link System#nanoTime}
 * @param hosts       packets that crossed the interfaces of each host, loopback aside
 * @param faults      packets that passed the open gates of each fault, of all its hosts together
 * @param connections the kernel's state of each held connection, by its probe, oldest first
 * @param notes       counters that could not be read, with the reasons
 */
public record Recording(
        long startNanos, List<CounterSeries> hosts, List<CounterSeries> faults, Map<String, List<ConnectionSample>> connections, List<String> notes) {

    public Recording {
        hosts = List.copyOf(hosts);
        faults = List.copyOf(faults);
        connections = new LinkedHashMap<>(connections);
        notes = List.copyOf(notes);
    }
}
