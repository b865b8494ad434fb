package io.nofin.silence;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The knowledge of the near host at the moment of the sample, by column, besides {@code arrived}, which is how many bytes reached the far
 * host's application. Columns that a traffic does not have are missing.
 */
record Observation(Map<String, String> columns) {

    static final List<String> COLUMNS = Stream.concat(Stream.of("sendto", "recverr", "connect", "gives up", "error", "state",
        "timer", "unacked", "retransmits", "backoff", "rto", "probes", "lost", "retrans", "total", "notsent", "ca", "arrived",
        "returned"), Counters.NAMES.stream()).toList();

    static final class Builder {

        private final Map<String, String> columns = new LinkedHashMap<>();

        Builder with(String column, Object value) {
            if (!COLUMNS.contains(column)) {
                throw new IllegalArgumentException("not a column: " + column);
            }
            columns.put(column, value.toString());
            return this;
        }

        /** @param initialRto what the timeout is before it is ever doubled, more or less */
        Builder with(Optional<TcpSocket> socket, Duration initialRto) {
            return socket.map(there -> with(there, there.info().orElseThrow(), initialRto)).orElseGet(() -> with("state", "gone"));
        }

        private Builder with(TcpSocket socket, TcpInfo info, Duration initialRto) {
            return with("state", socket.state())
                .with("timer", socket.timer())
                .with("unacked", info.unacked())
                .with("retransmits", info.retransmits())
                .with("backoff", info.backoff())
                .with("rto", inDoublings(info.rto(), initialRto))
                .with("probes", info.probes())
                .with("lost", info.lost())
                .with("retrans", info.retrans())
                .with("total", info.totalRetrans())
                .with("notsent", info.notSentBytes())
                .with("ca", info.congestionState());
        }

        Builder with(Counters before, Counters after) {
            Counters.NAMES.forEach(name -> with(name, after.since(before, name)));
            return this;
        }

        Observation build() {
            return new Observation(columns);
        }
    }

    /** Returns the columns in which another observation differs, each with both values. */
    Map<String, String> differencesFrom(Observation expected) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (String column : COLUMNS) {
            String here = columns.getOrDefault(column, "-");
            String there = expected.columns.getOrDefault(column, "-");
            if (!here.equals(there)) {
                differences.put(column, here + " instead of " + there);
            }
        }
        return differences;
    }

    /**
     * The round-trip time is in the timeout, so that no two are equal to the millisecond; how often it was doubled is exact:
     * {@code 3264ms} is {@code 200ms<<4}. Good for round-trip times up to 80 ms.
     */
    private static String inDoublings(Duration rto, Duration initialRto) {
        double ratio = (double) rto.toNanos() / initialRto.toNanos();
        return initialRto.toMillis() + "ms<<" + Math.round(Math.log(ratio) / Math.log(2));
    }
}
