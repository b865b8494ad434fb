package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.netlink.diag.TcpInfo;
import io.nofin.probe.Attempt;
import io.nofin.probe.ConnectionSample;
import io.nofin.probe.MonitorResult;
import io.nofin.run.CounterSeries;
import io.nofin.run.Recording;
import io.nofin.run.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The samples of counters and probes during a run, as columns of the same length: {@code at} in seconds from the start of the
 * timeline, to a tenth of a millisecond; packets counted from the first sample on.
 */
final class SeriesJson {

    private static final double MOMENT = 1e4;       // units per second
    private static final double TIME = 1e6;

    private SeriesJson() {
    }

    static Map<String, Object> of(Recording recording, RunResult run) {
        return JsonFields.of(
            "hosts", recording.hosts().stream().map(track -> track("host", track, recording)).toList(),
            "faults", recording.faults().stream().map(track -> track("fault", track, recording)).toList(),
            "probes", run.probes().stream().map(probe -> probe(probe, recording)).toList(),
            "connections", recording.connections().entrySet().stream().map(
                connection -> connection(connection.getKey(), connection.getValue(), recording)).toList(),
            "notes", recording.notes());
    }

    private static Map<String, Object> track(String key, CounterSeries track, Recording recording) {
        return JsonFields.of(
            key, track.name(),
            "at", track.readings().stream().map(reading -> moment(reading.atNanos(), recording)).toList(),
            "in", counted(track, CounterSeries.CounterReading::in),
            "out", counted(track, CounterSeries.CounterReading::out));
    }

    private static List<Long> counted(CounterSeries track, ToLongFunction<CounterSeries.CounterReading> way) {
        long first = track.readings().stream().mapToLong(way).findFirst().orElse(0);
        return track.readings().stream().map(reading -> way.applyAsLong(reading) - first).toList();
    }

    private static Map<String, Object> probe(MonitorResult probe, Recording recording) {
        return JsonFields.of(
            "probe", probe.name(),
            "at", probe.attempts().stream().map(attempt -> moment(attempt.atNanos(), recording)).toList(),
            "latency", probe.attempts().stream().map(Attempt::latency).map(latency -> latency.map(SeriesJson::seconds).orElse(null)).toList());
    }

    private static Map<String, Object> connection(String probe, List<ConnectionSample> samples, Recording recording) {
        return JsonFields.of(
            "probe", probe,
            "at", samples.stream().map(sample -> moment(sample.atNanos(), recording)).toList(),
            "round-trip", column(samples, info -> seconds(info.rtt())),
            "timeout", column(samples, info -> seconds(info.rto())),
            "sent-again", column(samples, TcpInfo::totalRetrans),
            "unacknowledged", column(samples, TcpInfo::unacked));
    }

    private static <T> List<T> column(List<ConnectionSample> samples, Function<TcpInfo, T> value) {
        return samples.stream().map(sample -> sample.info().map(value).orElse(null)).toList();
    }

    private static double moment(long nanos, Recording recording) {
        return Math.round((nanos - recording.startNanos()) / 1e9 * MOMENT) / MOMENT;
    }

    private static double seconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e9 * TIME) / TIME;
    }
}
