package io.nofin.scenario;

import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The effects that stand alone, by their keys; {@link ShapingKey} has those that go together. To add one: a record that {@link Effect} permits and
 * defines how it is read, and a constant here; then its rules in {@code plan.Verdict}.
 */
public enum EffectKey implements Keyword {

    DROP(Drop.TYPE, "silent", "", "Packets vanish silently, as with a cut cable: no FIN, no RST, no ICMP, no error at the sender."),
    REJECT(Reject.TYPE, "icmp-port-unreachable", "--with tcp-reset", "Packets are dropped and their sender is told. It gets a TCP reset, or an ICMP error of"
        + " iptables-extensions(8), for example icmp-host-unreachable; IPv6 gets its counterpart.");

    /** The words of all keys, in order. */
    static final List<String> KEYS = Stream.of(values()).map(Keyword::word).toList();

    private final KeyType<? extends Effect> type;
    private final String usual;
    private final String typed;
    private final String meaning;

    /**
     * @param usual the value that a command line means without one; empty where it must have one
     * @param typed the rest of an example of a command line
     */
    EffectKey(KeyType<? extends Effect> type, String usual, String typed, String meaning) {
        this.type = type;
        this.usual = usual;
        this.typed = typed;
        this.meaning = meaning;
    }

    /** @param value what stands under one of {@link #KEYS} */
    static Optional<? extends Effect> read(Value value) {
        return values()[KEYS.indexOf(value.key())].type.read(value);
    }

    /** Returns the description of the key. */
    public KeyDescription description() {
        return new KeyDescription(word(), type.label(), usual.isEmpty() ? type.form().example() : usual, Optional.of(usual).filter(value -> !value.isEmpty()),
            meaning, type.words(), typed, type.within(), value -> type.read(value).isPresent());
    }

    /** Returns the property that the key is in the JSON Schema. */
    String schemaProperty() {
        return "\"" + word() + "\": { \"description\": \"" + Key.json(meaning) + "\", " + type.schema() + " }";
    }
}
