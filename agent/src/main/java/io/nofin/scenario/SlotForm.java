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
final class SlotForm implements PartForm<Slot> {

    private static final ExpectedForm SLOT = new ExpectedForm("a slot", "{ min-delay: 800us, max-delay: 1ms }");
    private static final KeyType<Integer> COUNT =
        KeyType.integer("N", new ExpectedForm("a number of packets", "10"), 0, Integer.MAX_VALUE, Slot::checkPackets);

    private static final Key<Slot> MIN_DELAY = Key.described("min-delay", KeyType.DURATION.called("a duration", "800us"), "The shortest time from one slot to the next.");
    private static final Key<Slot> MAX_DELAY =
        Key.described("max-delay", KeyType.DURATION.called("a duration", "1ms"), "The longest time from one slot to the next. Default: min-delay.");
    private static final Key<Slot> DISTRIBUTION = Key.described("distribution",
        KeyType.word("SHAPE", Stream.of(Distribution.values()).filter(shape -> shape != Distribution.UNIFORM).toArray(Distribution[]::new)),
        "The distribution of the jitter between slots, as in tc-netem(8).");
    private static final Key<Slot> DELAY = Key.described("delay", Delay.TIME.called("a delay", "800us"), "The time from one slot to the next, with a distribution.");
    private static final Key<Slot> JITTER = Key.described("jitter", Delay.JITTER.called("a duration", "200us"), "Varies the time by up to this much, 2.147483647s at most.");
    private static final Key<Slot> PACKETS = Key.described("packets", COUNT, "The most packets in a slot. Default: no limit.");
    private static final Key<Slot> BYTES = Key.described("bytes", KeyType.BYTES, "The most bytes in a slot. Default: no limit.");

    private static final List<Key<Slot>> ALL = List.of(MIN_DELAY, MAX_DELAY, DISTRIBUTION, DELAY, JITTER, PACKETS, BYTES);
    private static final List<Key<Slot>> OF_BETWEEN = List.of(MIN_DELAY, MAX_DELAY, PACKETS, BYTES);
    private static final List<Key<Slot>> OF_SPREAD = List.of(DISTRIBUTION, DELAY, JITTER, PACKETS, BYTES);

    @Override
    public Optional<Slot> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(SLOT, ALL.stream().map(Key::word).toList()).flatMap(SlotForm::longForm)
            : value.parse(SLOT, Durations::parse).flatMap(delay -> value.attempt(() -> new Slot.Between(delay, delay, 0, 0)));
    }

    private static Optional<Slot> longForm(Fields fields) {
        Optional<Integer> packets = fields.get(PACKETS.word()).map(COUNT::read).orElse(Optional.of(0));
        Optional<Long> bytes = fields.get(BYTES.word()).map(value -> KeyType.BYTES.read(value)
            .map(ByteCount::bytes)).orElse(Optional.of(0L));
        return fields.exactlyOne("kind of slot", List.of(MIN_DELAY.word(), DISTRIBUTION.word())).flatMap(kind -> {
            boolean isBetween = kind.key().equals(MIN_DELAY.word());
            (isBetween ? List.of(DELAY, JITTER) : List.of(MAX_DELAY)).stream().map(key -> fields.get(key.word())).flatMap(Optional::stream).forEach(
                key -> key.reportName("a slot with " + kind.key() + " has no " + key.key(), "leave it out"));
            if (packets.isEmpty() || bytes.isEmpty()) {
                return Optional.empty();
            }
            return isBetween ? between(kind, fields, packets.get(), bytes.get()) : spread(kind, fields, packets.get(), bytes.get());
        });
    }

    private static Optional<Slot> between(Value minDelay, Fields fields, int packets, long bytes) {
        Optional<Duration> min = minDelay.duration();
        Optional<Duration> max = fields.get(MAX_DELAY.word()).map(Value::duration).orElse(min);
        return min.flatMap(least -> max.flatMap(
            most -> minDelay.attempt(() -> new Slot.Between(least, most, packets, bytes))));
    }

    private static Optional<Slot> spread(Value distribution, Fields fields, int packets, long bytes) {
        Optional<Distribution> shape = distribution.keyword(Distribution.values());
        Optional<Duration> delay = fields.require(DELAY.word(), "delay: 800us").flatMap(Delay.TIME::read);
        Optional<Duration> jitter = fields.require(JITTER.word(), "jitter: 200us").flatMap(Delay.JITTER::read);
        return shape.flatMap(form -> delay.flatMap(usual -> jitter.flatMap(
            more -> distribution.attempt(() -> new Slot.Spread(usual, more, form, packets, bytes)))));
    }

    @Override
    public Slot start() {
        return new Slot.Between(Duration.ofMillis(1), Duration.ofMillis(1), 0, 0);
    }

    @Override
    public List<Key<Slot>> rampedKeys() {
        return List.of();
    }

    @Override
    public List<KeyDescription> descriptions() {
        return ALL.stream().map(Key::description).toList();
    }

    @Override
    public String label() {
        return "TIME[,TIME]";
    }

    @Override
    public String schema() {
        return "\"oneOf\": [ { \"$ref\": \"#/$defs/length\" }, { " + LongForm.schemaObject(OF_BETWEEN, 1) + " }, { "
            + LongForm.schemaObject(OF_SPREAD, 3) + " } ]";
    }
}
