package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code partition: [[n1, n2], [n3, n4]]}. */
final class PartitionReader {

    static final String KEY = "partition";

    private static final ExpectedForm GROUPS = new ExpectedForm("a list of groups", "[[n1, n2], [n3, n4]]");
    private static final ExpectedForm GROUP = new ExpectedForm("a group of targets", "[n1, n2]");

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
