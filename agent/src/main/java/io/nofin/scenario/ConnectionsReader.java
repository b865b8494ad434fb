package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Reads {@code connections: 30%} or <code>connections: { share: 30%, state: new }</code>. */
final class ConnectionsReader {

    private static final ExpectedForm CONNECTIONS = new ExpectedForm("a share of connections", "30%");
    private static final List<String> KEYS = List.of("share", "state");

    private ConnectionsReader() {
    }

    static Optional<Connections> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(CONNECTIONS, KEYS).flatMap(ConnectionsReader::longForm)
            : value.parse(CONNECTIONS, text -> new Connections(Probability.parse(text), ConnectionState.ALL));
    }

    private static Optional<Connections> longForm(Fields fields) {
        Optional<ConnectionState> state = fields.get("state").isEmpty() ? Optional.of(ConnectionState.ALL)
            : fields.get("state").flatMap(value -> value.keyword(ConnectionState.values()));
        Optional<Value> share = fields.require("share", "share: 30%");
        return share.flatMap(Value::percentage).flatMap(part -> state.flatMap(
            which -> share.flatMap(value -> value.attempt(() -> new Connections(part, which)))));
    }
}
