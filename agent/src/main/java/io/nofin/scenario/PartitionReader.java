package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code partition: [[n1, n2], [n3, n4]]}. */
final class PartitionReader {

    static final String KEY = "partition";

    private static final ExpectedForm GROUPS = new ExpectedForm("a list of groups", "[[n1, n2], [n3, n4]]");
    private static final ExpectedForm GROUP = new ExpectedForm("a group of targets", "[n1, n2]");

    static final KeyType<List<List<String>>> TYPE = new KeyType<>("GROUP", GROUPS,
        (value, form) -> Optional.of(value.items(form).stream().map(group -> group.items(GROUP).stream().flatMap(one -> one.text(GROUP).stream()).toList()).toList()),
        groups -> groups.stream().map(FlowScalar::list).collect(Collectors.joining(", ", "[", "]")), """
            "type": "array", "minItems": 2, "items": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "#/$defs/reference" } },
            "examples": [[["n1", "n2"], ["n3", "n4"]]]""");

    /** The key of the groups, which are read together with the rest of the fault. */
    static final Key<Fault> GROUPS_KEY = Key.described(KEY, TYPE, "Groups of targets instead of on and an effect. Any two targets that share no group are cut"
        + " from each other, silently, all at the same moment. A target in two groups reaches the members of both.");

    private PartitionReader() {
    }

    static Optional<Fault.Partition> read(Value value, Fields fault, Selector selector, FaultSettings settings,
            TargetTable targetTable) {
        Stream.of("on", "peers").map(fault::get).flatMap(Optional::stream).forEach(key -> key.reportName(
            "a partition has no " + key.key(), "leave it out: the groups say who is cut from whom"));
        List<Value> items = value.items(GROUPS);
        if (items.size() == 1) {
            value.report("a partition of one group cuts nothing", "write two groups at least");
        }
        List<List<String>> groups = items.stream()
            .map(group -> Value.distinct(group.items(GROUP), targetTable::reference)).toList();
        if (groups.size() < 2 || groups.stream().anyMatch(List::isEmpty)) {
            return Optional.empty();        // reported above
        }
        return value.attempt(() -> new Fault.Partition(groups, selector.withPeers(List.of()), settings.optional(),
            settings.onRestart(), settings.onWipe()));
    }
}
