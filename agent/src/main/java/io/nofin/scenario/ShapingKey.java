package io.nofin.scenario;

import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of a {@link Shaping}, by their keys in a fault, in the order of writing. To add one: a value that implements
 * {@link ShapingPart} and defines its keys, and a constant here; then what the engines do with it.
 */
public enum ShapingKey implements Keyword {

    DELAY(Delay.class, Delay.FORM, "100ms --jitter 20ms --distribution normal",
        "Packets are held, as on a long line. With both directions, the default, the round trip grows by twice the time."),
    LOSS(Loss.class, new LossForm(), "5% --burst 4",
        "Some packets vanish silently: at random, in bursts, or by number. Each direction of each target loses, and counts, packets of its own."),
    DUPLICATE(Duplicate.class, Duplicate.FORM, "1% --protocol udp",
        "Some packets are sent twice."),
    CORRUPT(Corrupt.class, Corrupt.FORM, "1% --fix-checksum",
        "One bit of some packets is flipped, as by a bad cable. The receiver's kernel discards packets with a wrong checksum:"
        + " TCP sends them again, a datagram is lost."),
    REORDER(Reorder.class, Reorder.FORM, "25% --delay 10ms",
        "Some packets overtake those that a delay holds. Needs a delay."),
    RATE(Rate.class, Rate.FORM, "1mbit --delay 40ms",
        "Packets go one after the other, as over a slow line. Each direction and target has a rate of its own."),
    SLOT(Slot.class, new SlotForm(), "800us,1ms",
        "Packets gather, and go together when their slot comes.");

    /** The words of all keys, in order. */
    static final List<String> KEYS = Stream.of(values()).map(Keyword::word).toList();

    private final Class<? extends ShapingPart> type;
    private final PartForm<? extends ShapingPart> form;
    private final String typed;
    private final String meaning;

    <T extends ShapingPart> ShapingKey(Class<T> type, PartForm<T> form, String typed, String meaning) {
        this.type = type;
        this.form = form;
        this.typed = typed;
        this.meaning = meaning;
    }

    /** Returns the key of a part. */
    public static ShapingKey of(ShapingPart part) {
        return Stream.of(values()).filter(key -> key.type.isInstance(part)).findFirst().orElseThrow();
    }

    /** Reads the key's value; problems are reported. */
    Optional<? extends ShapingPart> read(Value value) {
        return form.read(value);
    }

    PartForm<? extends ShapingPart> form() {
        return form;
    }

    /** Returns the description of the key. */
    public KeyDescription description() {
        return new KeyDescription(word(), form.label(), form.descriptions().get(0).example(), Optional.empty(), meaning, List.of(), typed, form.descriptions(),
            value -> read(value).isPresent());
    }

    /** Returns the key's definition in the JSON Schema. */
    String schemaDefinition() {
        return FaultSchema.definition(word(), meaning, form.schema() + ", \"examples\": [\"" + form.descriptions().get(0).example() + "\"]");
    }
}
