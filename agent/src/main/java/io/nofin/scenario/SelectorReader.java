package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the keys of a fault that select its packets. */
final class SelectorReader {

    private static final ExpectedForm OPTIONS = new ExpectedForm("options", "--port 6379");

    private SelectorReader() {
    }

    /**
     * Checks one value as an option of the command line has it.
     *
     * @throws BadValueException when it is invalid
     */
    static void check(SelectorKey key, String text, FilterCheck filters) {
        Problems problems = new Problems("");
        Value root = Value.root(Node.of(Map.of(key.word(), key.isList() ? List.of(text) : text)), problems);
        Selector.Builder selector = parts(root.fields(OPTIONS, SelectorKey.KEYS).orElseThrow(), new PeerReader(new TargetTable(true), List.of()), filters);
        problems.refuseFirst();
        selector.build();
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
