package io.nofin.run;

import io.nofin.probe.ConnectionSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What counters said while a run went on, for charts.
 *
 * @param startNanos  when the timeline started, on the clock of {@link System#nanoTime}
 * @param hosts       packets that crossed the interfaces of each host, loopback aside
 * @param faults      packets that passed the open gates of each fault, of all its hosts together
 * @param connections what the kernel thought of each held connection, by its probe, oldest first
 * @param notes       what could not be read, and why
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
