package io.nofin.scenario;

import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code slot: 1ms}, <code>slot: { min-delay: 800us, max-delay: 1ms, packets: 10, bytes: 16kb }</code> or
 * <code>slot: { distribution: normal, delay: 800us, jitter: 200us }</code>.
 */
final class SlotReader {

    private static final List<String> KINDS = List.of("min-delay", "distribution");
    private static final List<String> OF_BETWEEN = List.of("max-delay");
    private static final List<String> OF_SPREAD = List.of("delay", "jitter");
    private static final List<String> KEYS = Stream.of(KINDS, OF_BETWEEN, OF_SPREAD, List.of("packets", "bytes"))
        .flatMap(List::stream).toList();
    private static final ExpectedForm SLOT = new ExpectedForm("a slot", "{ min-delay: 800us, max-delay: 1ms }");
    private static final ExpectedForm PACKETS = new ExpectedForm("a number of packets", "10");
    private static final ExpectedForm BYTES = new ExpectedForm("a number of bytes", "16kb");

    private SlotReader() {
    }

    static Optional<Slot> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(SLOT, KEYS).flatMap(SlotReader::longForm)
            : value.parse(SLOT, Durations::parse).flatMap(
                delay -> value.attempt(() -> new Slot.Between(delay, delay, 0, 0)));
    }

    private static Optional<Slot> longForm(Fields fields) {
        Optional<Integer> packets = fields.get("packets").map(value -> value.integer(PACKETS, Integer::valueOf)
            .flatMap(count -> value.attempt(() -> Slot.checkPackets(count)))).orElse(Optional.of(0));
        Optional<Long> bytes = fields.get("bytes").map(value -> value.parse(BYTES, ByteCount::parse).map(ByteCount::bytes))
            .orElse(Optional.of(0L));
        return fields.exactlyOne("kind of slot", KINDS).flatMap(kind -> {
            boolean isBetween = kind.key().equals("min-delay");
            (isBetween ? OF_SPREAD : OF_BETWEEN).stream().map(fields::get).flatMap(Optional::stream).forEach(
                key -> key.reportName("a slot with " + kind.key() + " has no " + key.key(), "leave it out"));
            if (packets.isEmpty() || bytes.isEmpty()) {
                return Optional.empty();
            }
            return isBetween ? between(kind, fields, packets.get(), bytes.get()) : spread(kind, fields, packets.get(), bytes.get());
        });
    }

    private static Optional<Slot> between(Value minDelay, Fields fields, int packets, long bytes) {
        Optional<Duration> min = minDelay.duration();
        Optional<Duration> max = fields.get("max-delay").map(Value::duration).orElse(min);
        return min.flatMap(least -> max.flatMap(
            most -> minDelay.attempt(() -> new Slot.Between(least, most, packets, bytes))));
    }

    private static Optional<Slot> spread(Value distribution, Fields fields, int packets, long bytes) {
        Optional<Distribution> shape = distribution.keyword(Distribution.values());
        Optional<Duration> delay = fields.require("delay", "delay: 800us").flatMap(DelayReader::time);
        Optional<Duration> jitter = fields.require("jitter", "jitter: 200us").flatMap(DelayReader::jitter);
        return shape.flatMap(form -> delay.flatMap(usual -> jitter.flatMap(
            more -> distribution.attempt(() -> new Slot.Spread(usual, more, form, packets, bytes)))));
    }
}
