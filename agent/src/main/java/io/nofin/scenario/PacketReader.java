package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads <code>packet: { on: app, peers: redis, ports: 6379, direction: out, contains: "EXEC" }</code>, and writes it. */
final class PacketReader {

    static final String CONTAINS = "contains";
    static final String FLAGS = "flags";
    static final String HAS_DATA = "has-data";
    static final String STATE = "state";

    private static final List<String> SELECTORS = SelectorKey.KEYS.stream().filter(key -> !key.equals(SelectorKey.CONNECTIONS.word())).toList();
    private static final List<String> KEYS = Stream.of(List.of(FaultReader.ON.word()), SELECTORS, List.of(CONTAINS, FLAGS, HAS_DATA, STATE))
        .flatMap(List::stream).toList();
    private static final ExpectedForm PACKET = new ExpectedForm("a packet", "{ on: app, ports: 6379, direction: out, contains: \"EXEC\" }");
    private static final ExpectedForm FLAG_LIST = new ExpectedForm("a TCP flag or a list of them", "[fin]");

    private final TargetTable targetTable;
    private final FilterCheck filters;

    PacketReader(TargetTable targetTable, FilterCheck filters) {
        this.targetTable = targetTable;
        this.filters = filters;
    }

    /** Reads the packet; problems are reported. */
    Optional<Trigger.PacketSeen> read(Value value, int nth, Keep keep) {
        return value.fields(PACKET, KEYS).flatMap(fields -> {
            List<String> on = fields.require(FaultReader.ON.word(), "on: app").map(targetTable::references).orElse(List.of());
            Optional<Selector> selector = SelectorReader.read(fields, new PeerReader(targetTable, on), filters)
                .map(packets -> packets.narrowed(packets.length(), Optional.empty()));      // connections are an unknown key here
            Optional<PacketContent> content = content(fields);
            return on.isEmpty() ? Optional.empty() : selector.flatMap(packets -> content.flatMap(
                what -> fields.get(CONTAINS).or(() -> fields.get(FLAGS)).orElse(value).attempt(() -> new Trigger.PacketSeen(on, packets, what, nth, keep))));
        });
    }

    private static Optional<PacketContent> content(Fields fields) {
        Optional<Value> pattern = fields.get(CONTAINS);
        Optional<PayloadPattern> contains = pattern.flatMap(PayloadPattern::read);
        List<TcpFlag> flags = fields.get(FLAGS).map(value -> Value.distinct(value.oneOrMore(FLAG_LIST), flag -> flag.keyword(TcpFlag.values()))).orElse(List.of());
        Optional<Boolean> hasData = fields.get(HAS_DATA).map(Value::bool).orElse(Optional.of(false));
        Optional<ConnectionState> state = fields.get(STATE).map(value -> value.keyword(ConnectionState.values())).orElse(Optional.of(ConnectionState.ALL));
        return pattern.isPresent() && contains.isEmpty() ? Optional.empty()
            : hasData.flatMap(data -> state.map(connection -> new PacketContent(contains, flags, data, connection)));
    }

    static int checkNth(int nth) {
        if (nth < 1) {
            throw new BadValueException("no packet is number " + nth, "the first one is 1");
        }
        return nth;
    }

    /** Checks that packets of a selector can have what is asked of them. */
    static void check(Selector selector, PacketContent content, int nth) {
        checkNth(nth);
        if ((content.contains().isPresent() || content.hasData()) && !selector.protocol().hasConnections()) {
            throw new BadValueException(selector.protocol().word() + " has no payload that nofin looks into", "write protocol: tcp or udp, or use filter");
        }
        if (!content.flags().isEmpty() && selector.protocol() != Protocol.TCP && selector.protocol() != Protocol.ANY) {
            throw new BadValueException(selector.protocol().word() + " has no TCP flags", "write protocol: tcp, or leave flags out");
        }
        if (selector.connections().isPresent()) {
            throw new BadValueException("a packet is of one connection", "leave connections out");
        }
    }

    /** Returns the packet as scenarios write it. */
    static FlowMapping written(Trigger.PacketSeen packet) {
        FlowMapping form = new FlowMapping().list(FaultReader.ON.word(), packet.on());
        SelectorKey.write(packet.selector(), UnaryOperator.identity(), form);
        PacketContent content = packet.content();
        content.contains().ifPresent(pattern -> form.add(CONTAINS, pattern.written()));
        form.listUnlessEmpty(FLAGS, content.flags().stream().map(Keyword::word).map(FlowScalar::of).toList());
        return form.addUnless(false, HAS_DATA, content.hasData()).addUnless(ConnectionState.ALL.word(), STATE, content.state().word());
    }
}
