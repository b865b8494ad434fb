package io.nofin.scenario;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a fault that select its packets. Each is defined here once: its form, how it is read, set in a {@link Selector} and
 * written, its part of the JSON Schema, and its meaning in a sentence. Scenarios, the HTTP API, the options of the command line, the
 * form of the page and the table of the documentation take the keys from here.
 *
 * <p>To add a key: a component of {@link Selector} and of its builder, and a constant here; then its rule in
 * {@code plan.SelectorRules}, and its packets in {@code witness.Selection}. {@code DoorsTest} says what {@code junit.FaultBuilder}
 * lacks.
 */
public enum SelectorKey implements Keyword {

    /** The other ends. */
    PEERS("P", "everyone", "The other ends: targets, addresses, CIDRs or host names.",
        new ExpectedForm("a peer or a list of them", "[redis, 10.0.0.0/8, db.example.org]"), oneOrMore("peer"),
        (value, context) -> Optional.of(context.peers().read(value)), Selector.Builder::peers, Selector::peers),

    /** Ports at either end. */
    PORTS("N", "all", "Ports at either end, of TCP, UDP and SCTP: a number or a range such as 7000-7010.", ExpectedForm.PORTS,
        reference("ports"), SelectorKey::ports, Selector.Builder::ports, selector -> selector.ports().ranges()),

    /** Ports at the target's end. */
    LOCAL_PORTS("N", "all", "Ports at the target's end.", ExpectedForm.PORTS, reference("ports"), SelectorKey::ports, Selector.Builder::localPorts,
        selector -> selector.localPorts().ranges()),

    /** Ports at the peer's end. */
    REMOTE_PORTS("N", "all", "Ports at the peer's end.", ExpectedForm.PORTS, reference("ports"), SelectorKey::ports, Selector.Builder::remotePorts,
        selector -> selector.remotePorts().ranges()),

    /** The protocol above IP. */
    PROTOCOL("NAME", "any", "The protocol above IP; icmp means ICMPv6 on IPv6. For others, write a filter such as proto 33.",
        Protocol.values(), Selector.Builder::protocol, Selector::protocol),

    /** The direction of packets. */
    DIRECTION("WAY", "both", "The direction of packets as seen from the target.", Direction.values(), Selector.Builder::direction, Selector::direction),

    /** The interface that packets pass. */
    INTERFACE("NAME", "all but loopback",
        "The target's interface, a prefix of interfaces (eth+), or the name of a Docker network that the interface is on.",
        new ExpectedForm("an interface or a Docker network", "eth0"), """
            "type": "string",
            "pattern": "^((?!-|\\\\.\\\\.?$)[A-Za-z0-9._@-]{1,15}|(?!-)[A-Za-z0-9._@-]{1,14}\\\\+|[A-Za-z0-9][A-Za-z0-9_.-]{0,127})$",
            "examples": ["eth0", "eth+", "shop_back"]""",
        (value, context) -> value.parse(context.form(), Selector::checkInterface), Selector.Builder::interfaceName, Selector::interfaceName),

    /** An expression on the packet. */
    FILTER("EXPRESSION", "none", "A pcap-filter(7) expression on the packet from its IP header on.",
        new ExpectedForm("a pcap-filter(7) expression", "\"tcp[tcpflags] & tcp-push != 0\""), """
            "type": "string",
            "minLength": 1,
            "maxLength": 1000,
            "pattern": "^[^\\\\u0000-\\\\u001f\\\\u007f]*[^\\\\u0000-\\\\u0020\\\\u007f][^\\\\u0000-\\\\u001f\\\\u007f]*$",
            "examples": ["tcp[tcpflags] & tcp-push != 0"]""",
        (value, context) -> value.parse(context.form(), text -> {
            context.filters().check(Selector.checkFilter(text));
            return text;
        }), Selector.Builder::filter, Selector::filter),

    /** The exclusive lower bound of the length. */
    LONGER_THAN("BYTES", "any", "Only IP packets longer than this many bytes, from the IP header on, as the kernel's rules see them.",
        new ExpectedForm("a number of bytes", "1400"), reference("bytes"), SelectorKey::bytes, Selector.Builder::longerThan,
        selector -> selector.length().longerThan()),

    /** The exclusive upper bound of the length. */
    SHORTER_THAN("BYTES", "any", "Only IP packets shorter than this many bytes, from the IP header on, as the kernel's rules see them.",
        new ExpectedForm("a number of bytes", "1400"), reference("bytes"), SelectorKey::bytes, Selector.Builder::shorterThan,
        selector -> selector.length().shorterThan()),

    /** A share of the connections. */
    CONNECTIONS("SHARE", "all packets",
        "Only this share of the TCP and UDP connections, decided once for each. The others are left alone.",
        new ExpectedForm("a share of connections", "30%"), reference("connections"), (value, context) -> Connections.FORM.read(value),
        Selector.Builder::connections, Selector::connections);

    /** The words of all keys, in order. */
    static final List<String> KEYS = Stream.of(values()).map(Keyword::word).toList();

    private static final int SCHEMA_DEPTH = 8;       // spaces before a property in the file

    private final String label;
    private final String usual;
    private final String meaning;
    private final ExpectedForm form;
    private final String schema;
    private final List<String> words;
    private final BiFunction<Value, Context, Optional<Change>> reader;
    private final Function<Selector, Object> getter;

    /** The readers that a key needs in addition to its value. */
    record Context(ExpectedForm form, PeerReader peers, FilterCheck filters) {
    }

    private interface Change {
        void on(Selector.Builder selector);
    }

    <K extends Keyword> SelectorKey(String label, String usual, String meaning, K[] constants, BiConsumer<Selector.Builder, K> setter,
            Function<Selector, Object> getter) {
        this.label = label;
        this.usual = usual;
        this.meaning = meaning;
        this.form = new ExpectedForm("a word", constants[0].word());
        this.words = Stream.of(constants).map(Keyword::word).toList();
        this.schema = "\"enum\": [" + words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ")) + "],\n\"default\": \"" + usual + '"';
        this.reader = (value, context) -> value.keyword(constants).map(read -> selector -> setter.accept(selector, read));
        this.getter = getter;
    }

    <T> SelectorKey(String label, String usual, String meaning, ExpectedForm form, String schema, BiFunction<Value, Context, Optional<T>> reader,
            BiConsumer<Selector.Builder, T> setter, Function<Selector, Object> getter) {
        this.label = label;
        this.usual = usual;
        this.meaning = meaning;
        this.form = form;
        this.words = List.of();
        this.schema = schema;
        this.reader = (value, context) -> reader.apply(value, context).map(read -> selector -> setter.accept(selector, read));
        this.getter = getter;
    }

    /** Returns the placeholder of the value in help. */
    public String label() {
        return label;
    }

    /** Returns the default. */
    public String usual() {
        return usual;
    }

    /** Returns the meaning in a sentence or two. */
    public String meaning() {
        return meaning;
    }

    /** Returns the meaning, and the default. */
    public String help() {
        return meaning + " Default: " + usual + ".";
    }

    /** Returns an example of a value in a scenario. */
    public String example() {
        return form.example();
    }

    /** Returns the words that the value can be; empty where it is not a choice of words. */
    public List<String> words() {
        return words;
    }

    /** Tells whether the key may have several values. */
    public boolean isList() {
        return getter.apply(Selector.all()) instanceof Collection<?>;
    }

    KeyDescription description() {
        return new KeyDescription(word(), label + (isList() ? "[," + label + "...]" : ""), example(), Optional.of(usual), meaning, words, "",
            within(), this::read);
    }

    /** Returns the keys of a value that is a mapping; empty where it cannot be one. */
    public List<KeyDescription> within() {
        return this == CONNECTIONS ? Connections.FORM.descriptions() : List.of();
    }

    private boolean read(Value value) {
        return reader.apply(value, new Context(form, new PeerReader(new TargetTable(true), List.of()), expression -> { })).isPresent();
    }

    /**
     * Checks one value as an option of the command line has it, and returns it.
     *
     * @param filters compiles the filter
     * @throws BadValueException when the value is invalid
     */
    public String checked(String text, FilterCheck filters) {
        SelectorReader.check(this, text, filters);
        return text;
    }

    /** Reads the key's value into the selector; problems are reported. */
    void read(Value value, PeerReader peers, FilterCheck filters, Selector.Builder selector) {
        reader.apply(value, new Context(form, peers, filters)).ifPresent(change -> change.on(selector));
    }

    /**
     * Writes what a selector says.
     *
     * @param names returns the text for a target's name
     */
    static void write(Selector selector, UnaryOperator<String> names, FlowMapping form) {
        for (SelectorKey key : values()) {
            key.written(selector, names).ifPresent(value -> form.add(key.word(), value));
        }
    }

    /**
     * Returns the value as scenarios write it; empty where it need not be written.
     *
     * @param names returns the text for a target's name
     */
    Optional<String> written(Selector selector, UnaryOperator<String> names) {
        Object value = getter.apply(selector);
        return value.equals(getter.apply(Selector.all())) ? Optional.empty() : Optional.of(text(value, names));
    }

    private static String text(Object value, UnaryOperator<String> names) {
        if (value instanceof Collection<?> items) {
            return FlowScalar.list(items.stream().map(item -> item instanceof Peer.Target target ? names.apply(target.name()) : item).toList());
        }
        Object bare = value instanceof Optional<?> optional ? optional.orElseThrow() : value;
        return bare instanceof Keyword word ? word.word() : bare instanceof String text ? FlowScalar.of(text) : bare.toString();
    }

    /** Returns the keys' properties in the JSON Schema of scenarios, without braces. */
    static String schemaProperties() {
        return schemaProperties(List.of(values()));
    }

    /** Returns the properties of those that select a packet, which is of one connection. */
    static String packetProperties() {
        return schemaProperties(Stream.of(values()).filter(key -> key != CONNECTIONS).toList());
    }

    private static String schemaProperties(List<SelectorKey> keys) {
        return keys.stream().map(key -> ("\"" + key.word() + "\": {\n  \"description\": \"" + String.valueOf(JsonStringEncoder.getInstance()
                .quoteAsString(key.words.isEmpty() ? key.help() : key.meaning)) + "\",\n" + key.schema.indent(2) + "}").indent(SCHEMA_DEPTH).stripTrailing())
            .collect(Collectors.joining(",\n")).strip();
    }

    private static Optional<PortSet> ports(Value value, Context context) {
        return PortSet.TYPE.reader().apply(value, context.form());
    }

    private static Optional<ByteCount> bytes(Value value, Context context) {
        return value.parse(context.form(), ByteCount::parse);
    }

    private static String reference(String definition) {
        return "\"$ref\": \"#/$defs/" + definition + '"';
    }

    private static String oneOrMore(String definition) {
        return """
            "oneOf": [
              { "$ref": "#/$defs/%1$s" },
              { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "#/$defs/%1$s" } }
            ]""".formatted(definition);
    }
}
