package io.nofin.server;

import io.nofin.linux.ResidentMemory;
import io.nofin.run.FaultResult;
import io.nofin.run.RunResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleSupplier;

/** The agent's counters, in the format that Prometheus reads. */
final class Metrics {

    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter runs = Counter.builder().name("nofin_runs_total").help("Runs that ended, by outcome.").labelNames("outcome").register(registry);
    private final Counter firings = Counter.builder().name("nofin_firings_total").help("Times that a fault was fired.").register(registry);
    private final Counter packets = Counter.builder().name("nofin_packets_matched_total").help("Packets that faults matched, in runs that ended.").register(registry);
    private final Counter requests = Counter.builder().name("nofin_requests_total").help("Requests, by method and status.")
        .labelNames("method", "status").register(registry);
    private final Histogram latency = Histogram.builder().name("nofin_request_duration_seconds").help("How long requests took, streams aside.")
        .classicOnly().classicUpperBounds(0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10).register(registry);

    Metrics() {
        gauge("process_resident_memory_bytes", "Resident memory of the agent.", Metrics::resident);
        for (String outcome : new String[] {"passed", "failed", "interrupted", "error"}) {
            runs.initLabelValues(outcome);
        }
    }

    /** Registers a gauge whose value is computed when it is read. */
    void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help).callback(told -> told.call(value.getAsDouble())).register(registry);
    }

    void ended(RunResult result) {
        runs.labelValues(result.interrupted() ? "interrupted" : result.passed() ? "passed" : "failed").inc();
        matched(result);
    }

    /** Adds the packets that the faults of a run matched. */
    void matched(RunResult result) {
        result.faults().stream().map(FaultResult::counts).forEach(counts -> counts.forEach(count -> packets.inc(count.packets())));
    }

    /** Counts a run that failed before it had a result. */
    void failed() {
        runs.labelValues("error").inc();
    }

    void fired(int faults) {
        firings.inc(faults);
    }

    /** @param method a method; any that the API does not use is counted as {@code other} */
    void requested(String method, int status, double seconds) {
        requests.labelValues(RequestCheck.METHODS.contains(method) ? method : "other", Integer.toString(status)).inc();
        latency.observe(seconds);
    }

    String text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static double resident() {
        try {
            return ResidentMemory.bytes();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
