package io.nofin.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The TCP traffic between targets.
 *
 * @param seconds   the time over which the rates are taken; 0 when there was no look before this one, and no rates
 * @param edges     the connections between targets, the busiest first
 * @param uncounted the targets that have too many connections to count, or come after too many other targets
 */
public record Traffic(double seconds, List<Edge> edges, List<String> uncounted) {

    /**
     * The traffic one way between two targets, in the notation of the command line, or {@link TargetList#ELSEWHERE}.
     *
     * @param packetsPerSecond TCP segments, retransmissions included
     */
    public record Edge(String from, String to, double packetsPerSecond) {
    }

    public Traffic {
        edges = List.copyOf(edges);
        uncounted = List.copyOf(uncounted);
    }

    /** Returns the traffic as {@link io.nofin.api.JsonText} takes it. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("seconds", seconds);
        data.put("edges", edges.stream().map(Traffic::data).toList());
        data.put("uncounted", uncounted);
        return data;
    }

    private static Map<String, Object> data(Edge edge) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", edge.from);
        data.put("to", edge.to);
        data.put("packets-per-second", edge.packetsPerSecond);
        return data;
    }
}
