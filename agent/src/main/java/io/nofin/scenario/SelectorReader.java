package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Position;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a fault that select its packets. */
public final class SelectorReader {

    private static final ExpectedForm OPTIONS = new ExpectedForm("options", "--port 6379");

    /**
     * A key with its values as texts.
     *
     * @param values at least one; several only where the key takes a list
     */
    public record Given(SelectorKey key, List<String> values) {

        private Node.Entry entry() {
            List<Node> scalars = new ArrayList<>();
            values.forEach(text -> scalars.add(new Node.Scalar(Position.START, text)));
            return new Node.Entry(Position.START, key.word(), key.isList() ? new Node.Sequence(Position.START, scalars) : scalars.get(0));
        }
    }

    private SelectorReader() {
    }

    /**
     * Reads the options of a command line.
     *
     * @param targets collects the targets among the peers
     * @param on      the names of the targets whose peers these are
     * @param filters compiles the filter
     * @throws BadValueException when a value is invalid, or values do not go together; it has the first problem
     */
    public static Selector read(List<Given> given, NamedTargets targets, List<String> on, FilterCheck filters) {
        return read(given, new TargetTable(targets), on, filters);
    }

    static Selector read(List<Given> given, TargetTable targetTable, List<String> on, FilterCheck filters) {
        Problems problems = new Problems("");
        Value root = Value.root(new Node.Mapping(Position.START, given.stream().map(Given::entry).toList()), problems);
        Fields fields = root.fields(OPTIONS, SelectorKey.KEYS).orElseThrow();
        Selector.Builder selector = parts(fields, new PeerReader(targetTable, on), filters);
        problems.refuseFirst();
        return selector.build();
    }

    /**
     * Reads the selector of an entry under {@code faults}; problems are reported.
     *
     * @param peers   reads the peers
     * @param filters compiles the filter
     */
    static Optional<Selector> read(Fields fault, PeerReader peers, FilterCheck filters) {
        Selector.Builder selector = parts(fault, peers, filters);
        fault.get(SelectorKey.SHORTER_THAN.word()).or(() -> fault.get(SelectorKey.LONGER_THAN.word()))
            .filter(value -> value.attempt(selector::length).isEmpty()).ifPresent(reported -> selector.anyLength());
        return fault.get(SelectorKey.PROTOCOL.word()).orElse(fault.owner()).attempt(selector::build);
    }

    private static Selector.Builder parts(Fields fields, PeerReader peers, FilterCheck filters) {
        Selector.Builder selector = new Selector.Builder();
        for (SelectorKey key : SelectorKey.values()) {
            fields.get(key.word()).ifPresent(value -> key.read(value, peers, filters, selector));
        }
        return selector;
    }
}
