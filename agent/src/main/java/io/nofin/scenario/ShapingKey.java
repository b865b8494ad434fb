package io.nofin.scenario;

import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts that a {@link Shaping} can have, by their keys in a fault, in the order in which they are written. To add one: a value that
 * implements {@link ShapingPart} and defines its keys, and a constant here; then what the engines do with it.
 */
public enum ShapingKey implements Keyword {

    DELAY(Delay.class, Delay.FORM, "Packets are held, as a long line does. With both directions, the default, the round trip takes twice the time longer."),
    LOSS(Loss.class, new LossForm(), "Some packets vanish, silently: at random, in bursts, or exactly those. Each direction and target loses, and counts, its own."),
    DUPLICATE(Duplicate.class, Duplicate.FORM, "Some packets are sent twice."),
    CORRUPT(Corrupt.class, Corrupt.FORM, "One bit of some packets is flipped, as a bad cable does. What has a wrong checksum then, the receiver's kernel"
        + " throws away: TCP sends it again, a datagram is lost."),
    REORDER(Reorder.class, Reorder.FORM, "Some packets go past those that a delay holds; it needs a delay."),
    RATE(Rate.class, Rate.FORM, "Packets go one after the other, as over a slow line. Each direction and target has a line of its own."),
    SLOT(Slot.class, new SlotForm(), "Packets gather, and go together when their slot comes.");

    /** The words of all keys, in order. */
    static final List<String> KEYS = Stream.of(values()).map(Keyword::word).toList();

    private final Class<? extends ShapingPart> type;
    private final PartForm<? extends ShapingPart> form;
    private final String meaning;

    <T extends ShapingPart> ShapingKey(Class<T> type, PartForm<T> form, String meaning) {
        this.type = type;
        this.form = form;
        this.meaning = meaning;
    }

    /** Returns the key of a part. */
    public static ShapingKey of(ShapingPart part) {
        return Stream.of(values()).filter(key -> key.type.isInstance(part)).findFirst().orElseThrow();
    }

    /** Reads what stands under the key; what is wrong with it is reported. */
    Optional<? extends ShapingPart> read(Value value) {
        return form.read(value);
    }

    PartForm<? extends ShapingPart> form() {
        return form;
    }

    KeyDescription description() {
        KeyDescription first = form.descriptions().get(0);
        return new KeyDescription(word(), first.label(), first.example(), Optional.empty(), meaning, List.of(), form.descriptions(),
            value -> read(value).isPresent());
    }

    /** Returns the property that the key is in the JSON Schema. */
    String schemaProperty() {
        return "\"" + word() + "\": { \"description\": \"" + Key.json(meaning) + "\", " + form.schema() + ", \"examples\": [\"" + form.descriptions().get(0).example()
            + "\"] }";
    }
}
