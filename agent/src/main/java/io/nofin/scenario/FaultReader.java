package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a fault: a selector, and one effect, or several parts of a shaping, or a partition. */
final class FaultReader {

    private static final ExpectedForm FAULT = new ExpectedForm("a fault", "{ on: app, peers: [redis], drop: silent }");
    private static final KeyType<String> TARGET = new KeyType<>("T", new ExpectedForm("the name of a target", "app"), Value::text, FlowScalar::of,
        "\"$ref\": \"#/$defs/reference\"");

    /** The key of the targets, whose names only the targets of the file resolve. */
    static final Key<Fault> ON = Key.described("on", TARGET.listed("a target or a list of them", "[app, redis]"),
        "The targets whose network namespaces get the fault.");

    private static final List<String> EFFECTS = Stream.of(EffectKey.KEYS, ShapingKey.KEYS, List.of(PartitionReader.KEY))
        .flatMap(List::stream).toList();
    static final List<String> KEYS = Stream.of(
        List.of(ON.word()), SelectorKey.KEYS, EFFECTS, ShapingReader.SETTING_KEYS,
        FaultSettings.KEYS.stream().map(Key::word).toList()).flatMap(List::stream).toList();

    private final TargetTable targetTable;
    private final FilterCheck filters;

    FaultReader(TargetTable targetTable, FilterCheck filters) {
        this.targetTable = targetTable;
        this.filters = filters;
    }

    Optional<Fault> read(Value value) {
        return value.fields(FAULT, KEYS).flatMap(this::fault);
    }

    private Optional<Fault> fault(Fields fields) {
        Optional<Value> kind = fields.oneKind("effect", EFFECTS, ShapingKey.KEYS);
        kind.ifPresent(one -> reportSettings(one, fields));
        boolean isPartition = fields.get(PartitionReader.KEY).isPresent();
        Optional<Value> target = isPartition ? Optional.empty() : fields.require(ON.word(), "on: app");
        List<String> on = target.map(targetTable::references).orElse(List.of());
        Optional<Selector> selector = SelectorReader.read(fields, new PeerReader(targetTable, on), filters);
        FaultSettings settings = FaultSettings.read(fields);
        return kind.flatMap(one -> {
            Selector packets = selector.orElse(Selector.all());     // an invalid one was reported
            return isPartition
                ? PartitionReader.read(one, fields, packets, settings, targetTable)
                : effect(one, fields).flatMap(effect -> onTargets(one, on, packets, effect, settings));
        });
    }

    private static void reportSettings(Value kind, Fields fields) {
        if (!ShapingKey.KEYS.contains(kind.key())) {
            ShapingReader.SETTING_KEYS.stream().map(fields::get).flatMap(Optional::stream).forEach(setting -> setting.reportName(
                kind.key() + " has no " + setting.key(), "leave it out: it is for " + String.join(", ", ShapingKey.KEYS)));
        }
    }

    private static Optional<? extends Effect> effect(Value kind, Fields fields) {
        return EffectKey.KEYS.contains(kind.key()) ? EffectKey.read(kind) : ShapingReader.read(fields);
    }

    private static Optional<Fault> onTargets(Value kind, List<String> on, Selector selector, Effect effect, FaultSettings settings) {
        if (on.isEmpty()) {
            return Optional.empty();        // a missing or invalid one was reported
        }
        return kind.attempt(() -> new Fault.OnTargets(on, selector, effect, settings.optional(), settings.onRestart(), settings.onWipe()));
    }
}
