package io.nofin.junit;

import io.nofin.backend.LocalBackends;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Connections;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Effect;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.Limits;
import io.nofin.scenario.Loss;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Slot;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Builds a fault in the words of scenarios: which packets it selects, and what happens to them. Created by {@link Nofin#on} or
 * {@link Nofin#partition}. Invalid values are reported by {@link #start} or {@link #arm} at the latest. Not thread-safe.
 *
 * <pre>{@code
 * try (Injection cut = nofin.on(app).peers(redis).ports(6379).drop().start()) {
 *     ...
 * }
 * nofin.on(app).delay(Duration.ofMillis(100)).loss("2%").rate("10mbit").start();
 * }</pre>
 */
public final class FaultBuilder {

    private static final Duration UNLESS_SAID = Duration.ofMinutes(1);

    private final TestScope testScope;
    private final NamedTargets known = new NamedTargets();
    private final List<String> on = new ArrayList<>();
    private final List<List<String>> groups = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    private final List<String> localPorts = new ArrayList<>();
    private final List<String> remotePorts = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final LinkConditions line = new LinkConditions();
    private final Map<String, Object> words = new LinkedHashMap<>();
    private Protocol protocol = Protocol.ANY;
    private Direction direction = Direction.BOTH;
    private Optional<String> interfaceName = Optional.empty();
    private Optional<String> filter = Optional.empty();
    private Optional<ByteCount> longerThan = Optional.empty();
    private Optional<ByteCount> shorterThan = Optional.empty();
    private Optional<Connections> connections = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<Duration> forAtMost = Optional.empty();
    private Optional<Boolean> witness = Optional.empty();
    private OptionalLong seed = OptionalLong.empty();
    private OnRestart onRestart = OnRestart.REAPPLY;
    private OnWipe onWipe = OnWipe.FAIL;
    private boolean optional;
    private boolean allowHost;

    private FaultBuilder(TestScope testScope) {
        this.testScope = testScope;
    }

    static FaultBuilder on(TestScope testScope, List<?> targets) {
        FaultBuilder builder = new FaultBuilder(testScope);
        targets.forEach(target -> builder.on.add(builder.name(target)));
        return builder;
    }

    static FaultBuilder partition(TestScope testScope, List<? extends List<?>> groups) {
        FaultBuilder builder = new FaultBuilder(testScope);
        groups.forEach(group -> builder.groups.add(group.stream().map(builder::name).toList()));
        return builder;
    }

    /**
     * Takes keys of a fault as scenarios have them, beside those that are said by methods: {@code with("longer-than: 55, drop: silent")}. {@code for},
     * {@code seed}, {@code allow-host} and {@code witness} are among them, which a scenario has around its faults.
     *
     * @throws BadValueException when that is no mapping in YAML, or a key has been said before
     */
    public FaultBuilder with(String keys) {
        return with(FaultEntry.parse(keys), text -> Optional.empty());
    }

    /** @param named finds the target that a text names */
    FaultBuilder with(Map<String, Object> keys, Function<String, Optional<FaultTarget>> named) {
        keys.forEach((key, value) -> {
            switch (key) {
                case "for" -> forAtMost(Durations.parse(value.toString()));
                case "seed" -> seed(FaultWords.number(key, value));
                case "allow-host" -> allowHost = FaultWords.flag(key, value);
                case "witness" -> witness(FaultWords.flag(key, value));
                default -> FaultWords.put(words, key, FaultWords.named(key, value, text -> named.apply(text).map(this::name)));
            }
        });
        return this;
    }

    /** Selects packets to and from these other ends: targets, addresses, CIDRs or host names. The default is any. */
    public FaultBuilder peers(Object... others) {
        List.of(others).forEach(other -> peers.add(peer(TargetConverter.peer(other))));
        return this;
    }

    /** Selects packets with these TCP, UDP or SCTP ports at either end. */
    public FaultBuilder ports(int... numbers) {
        IntStream.of(numbers).mapToObj(Integer::toString).forEach(ports::add);
        return this;
    }

    /** Selects packets with these ports or ranges of ports at either end: {@code "7000-7010"}. */
    public FaultBuilder ports(String... ranges) {
        ports.addAll(List.of(ranges));
        return this;
    }

    /** Selects packets with these ports at the target's end: numbers, or ranges like {@code "7000-7010"}. */
    public FaultBuilder localPorts(Object... ranges) {
        List.of(ranges).forEach(range -> localPorts.add(range.toString()));
        return this;
    }

    /** Selects packets with these ports at the peer's end: numbers, or ranges like {@code "7000-7010"}. */
    public FaultBuilder remotePorts(Object... ranges) {
        List.of(ranges).forEach(range -> remotePorts.add(range.toString()));
        return this;
    }

    public FaultBuilder protocol(Protocol protocol) {
        this.protocol = protocol;
        return this;
    }

    /** Selects packets of one direction, as seen from the target. The default is both. */
    public FaultBuilder direction(Direction direction) {
        this.direction = direction;
        return this;
    }

    /**
     * Selects packets of one interface of the target, of all with a prefix ({@code eth+}), or of the one on a Docker network. The
     * default is all but loopback.
     */
    public FaultBuilder interfaceName(String interfaceName) {
        this.interfaceName = Optional.of(interfaceName);
        return this;
    }

    /** Selects packets that match a pcap-filter(7) expression, which sees them from the IP header on. */
    public FaultBuilder filter(String expression) {
        filter = Optional.of(expression);
        return this;
    }

    /** Selects packets of more than this many bytes, counted from the IP header on: {@code "1400"}. */
    public FaultBuilder longerThan(String bytes) {
        longerThan = Optional.of(ByteCount.parse(bytes));
        return this;
    }

    /** Selects packets of less than this many bytes, counted from the IP header on. */
    public FaultBuilder shorterThan(String bytes) {
        shorterThan = Optional.of(ByteCount.parse(bytes));
        return this;
    }

    /**
     * Selects this share of the TCP and UDP connections, decided once for each: {@code "20%"}. The same {@link #seed} selects the
     * same connections.
     */
    public FaultBuilder connections(String share) {
        return connections(share, ConnectionState.ALL);
    }

    /** Selects this share of the connections that begin while the fault fires, or of those that existed before. */
    public FaultBuilder connections(String share, ConnectionState state) {
        connections = Optional.of(new Connections(Probability.parse(share), state));
        return this;
    }

    /** Drops packets silently, as a cut cable does. */
    public FaultBuilder drop() {
        effects.add(new Drop());
        return this;
    }

    /** Rejects TCP packets: their sender gets a RST. */
    public FaultBuilder reject() {
        return reject("tcp-reset");
    }

    /** Rejects packets, and tells their sender by {@code tcp-reset}, {@code icmp-port-unreachable} or another word of scenarios. */
    public FaultBuilder reject(String with) {
        effects.add(new Reject(RejectWith.parse(with)));
        return this;
    }

    /** Delays each packet. The round trip grows by twice the time unless the fault has a direction. */
    public FaultBuilder delay(Duration time) {
        return shape(conditions -> conditions.delay(time));
    }

    /** Delays each packet by {@code time}, plus or minus up to {@code jitter}, uniformly distributed. */
    public FaultBuilder delay(Duration time, Duration jitter) {
        return shape(conditions -> conditions.delay(time, jitter));
    }

    public FaultBuilder delay(Delay delay) {
        return shape(conditions -> conditions.delay(delay));
    }

    /** Loses some packets at random: {@code "2%"}. */
    public FaultBuilder loss(String percentage) {
        return shape(conditions -> conditions.loss(percentage));
    }

    /** Loses packets in bursts, or by number. */
    public FaultBuilder loss(Loss loss) {
        return shape(conditions -> conditions.loss(loss));
    }

    /** Sends some packets twice. */
    public FaultBuilder duplicate(String percentage) {
        return shape(conditions -> conditions.duplicate(percentage));
    }

    public FaultBuilder duplicate(Duplicate duplicate) {
        return shape(conditions -> conditions.duplicate(duplicate));
    }

    /** Flips a bit in some packets. */
    public FaultBuilder corrupt(String percentage) {
        return shape(conditions -> conditions.corrupt(percentage));
    }

    public FaultBuilder corrupt(Corrupt corrupt) {
        return shape(conditions -> conditions.corrupt(corrupt));
    }

    /** Lets some packets overtake those that a delay holds. */
    public FaultBuilder reorder(String percentage) {
        return shape(conditions -> conditions.reorder(percentage));
    }

    public FaultBuilder reorder(Reorder reorder) {
        return shape(conditions -> conditions.reorder(reorder));
    }

    /** Limits the rate at which packets are sent: {@code "10mbit"}. */
    public FaultBuilder rate(String rate) {
        return shape(conditions -> conditions.rate(rate));
    }

    public FaultBuilder rate(Rate rate) {
        return shape(conditions -> conditions.rate(rate));
    }

    /** Lets packets gather and go together, as on media that are shared by turns. */
    public FaultBuilder slot(Slot slot) {
        return shape(line -> line.slot(slot));
    }

    /** Limits how many packets a shaping may hold at once. */
    public FaultBuilder limit(int packets) {
        line.limit(packets);
        return this;
    }

    /** Marks a packet that would be lost, where it can be, instead of losing it. */
    public FaultBuilder ecn() {
        line.ecn();
        return this;
    }

    /** Selects what shapes the packets. The default is {@link Engine#AUTO}. */
    public FaultBuilder engine(Engine engine) {
        line.engine(engine);
        return this;
    }

    /** Configures all shaping effects together. */
    public FaultBuilder shape(Consumer<LinkConditions> change) {
        change.accept(line);
        return this;
    }

    /** Names the fault in reports. The default is its effect: {@code drop}, {@code reject}, {@code delay}, {@code partition}. */
    public FaultBuilder named(String name) {
        this.name = Optional.of(name);
        return this;
    }

    /**
     * Limits how long the fault fires: it ends by itself then, even when the JVM is gone. The default is 1 minute, and a test that
     * outlasts the default fails.
     */
    public FaultBuilder forAtMost(Duration length) {
        forAtMost = Optional.of(length);
        return this;
    }

    /** @deprecated renamed to {@link #forAtMost} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder atMost(Duration length) {
        return forAtMost(length);
    }

    /** Permits that no packet matches. Without this, the test fails then. */
    public FaultBuilder optional() {
        optional = true;
        return this;
    }

    /** @deprecated renamed to {@link #optional} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder mayTouchNothing() {
        return optional();
    }

    /** Captures packets on the wire as evidence for the report. The default is to do so for {@code drop} and partitions. */
    public FaultBuilder witness() {
        return witness(true);
    }

    public FaultBuilder witness(boolean enabled) {
        witness = Optional.of(enabled);
        return this;
    }

    /** @deprecated renamed to {@link #witness()} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder witnessed() {
        return witness();
    }

    /** @deprecated renamed to {@link #witness(boolean)} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder witnessed(boolean enabled) {
        return witness(enabled);
    }

    /** Sets the seed of random decisions. By default it is chosen at random and reported. */
    public FaultBuilder seed(long value) {
        seed = OptionalLong.of(value);
        return this;
    }

    /** Selects what happens to the fault when a container of its targets restarts. The default is {@link OnRestart#REAPPLY}. */
    public FaultBuilder onRestart(OnRestart onRestart) {
        this.onRestart = onRestart;
        return this;
    }

    /**
     * Selects what happens when somebody else removes the fault's rules. The default is {@link OnWipe#FAIL}, which fails the test.
     */
    public FaultBuilder onWipe(OnWipe onWipe) {
        this.onWipe = onWipe;
        return this;
    }

    /** Permits the target {@code host}, the machine's own network. */
    public FaultBuilder allowHost() {
        allowHost = true;
        return this;
    }

    /**
     * Arms and fires the fault. When this returns, the fault is in the kernel, in all networks of the targets. Waits while another
     * test has a fault on one of the targets.
     *
     * @throws BadValueException when the fault is not valid
     * @throws NofinException    when a target is not found, or the kernel or this host cannot do it
     */
    public Injection start() {
        Injection injection = arm();
        try {
            return injection.fire();
        } catch (RuntimeException e) {
            injection.abandon();
            throw e;
        }
    }

    /** Arms the fault without firing it. {@link Injection#fire} takes microseconds afterwards. */
    public Injection arm() {
        return testScope.arm(order());
    }

    private String name(Object target) {
        FaultTarget meant = TargetConverter.target(target);
        return known.add(meant.name(), meant.spec());
    }

    private Peer peer(TargetConverter.Other other) {
        return other.target().<Peer>map(target -> new Peer.Target(name(target))).orElse(other.peer());
    }

    private FaultRequest order() {
        Fault fault = fault();
        Duration length = forAtMost.orElse(UNLESS_SAID);
        String called = testScope.freeName(name.orElseGet(fault::key));
        boolean watched = witness.orElse(fault.kind() == EffectKind.DROP);
        Optional<Duration> longest = length.compareTo(Limits.DEFAULT_MAX_DURATION) > 0 ? Optional.of(length) : Optional.empty();
        if (!allowHost && known.all().containsValue(new io.nofin.scenario.TargetSpec.Host())) {
            throw new BadValueException("the host itself is not a target by default", "add allowHost() to fault it");
        }
        Scenario scenario = new Scenario(testScope.title(), description(fault), seed, allowHost, known.all(), Map.of(), Map.of(called, fault),
            List.of(), Map.of(), List.of(), watched, Limits.of(longest));
        return new FaultRequest(called, scenario, length, forAtMost.isPresent());
    }

    private Fault fault() {
        return words.isEmpty() ? said() : FaultEntry.read(entry(), known, LocalBackends.filterCheck());
    }

    /** Returns all that was said, by methods and in words, as an entry of a scenario. */
    private Map<String, Object> entry() {
        Map<String, Object> entry = new LinkedHashMap<>(FaultEntry.of(selector()));
        if (!on.isEmpty()) {
            entry.put("on", on);
        }
        if (!groups.isEmpty()) {
            entry.put("partition", groups);
        }
        effects.forEach(effect -> entry.putAll(FaultEntry.parse(effect.toString())));
        entry.putAll(line.words());
        entry.putAll(FaultEntry.parse("optional: " + optional + ", on-restart: " + onRestart.word() + ", on-wipe: " + onWipe.word()));
        entry.keySet().removeIf(key -> words.containsKey(key) && !FaultWords.isSaid(key, entry.get(key)));
        words.forEach((key, value) -> FaultWords.put(entry, key, value));
        return entry;
    }

    private Selector selector() {
        Selector.Builder selector = new Selector.Builder().peers(peers).ports(PortSet.parse(ports)).localPorts(PortSet.parse(localPorts))
            .remotePorts(PortSet.parse(remotePorts)).protocol(protocol).direction(direction);
        interfaceName.ifPresent(selector::interfaceName);
        filter.ifPresent(selector::filter);
        longerThan.ifPresent(selector::longerThan);
        shorterThan.ifPresent(selector::shorterThan);
        connections.ifPresent(selector::connections);
        return selector.build();
    }

    private Fault said() {
        Selector selector = selector();
        filter.ifPresent(LocalBackends.filterCheck()::check);
        if (groups.isEmpty()) {
            return new Fault.OnTargets(on, selector, effect(), optional, onRestart, onWipe);
        }
        if (!effects.isEmpty() || line.isUsed()) {
            throw new BadValueException("a partition with another effect", "it cuts silently: leave the effect out");
        }
        return new Fault.Partition(groups, selector, optional, onRestart, onWipe);
    }

    private Effect effect() {
        List<Effect> all = new ArrayList<>(effects);
        if (line.isUsed()) {
            all.add(line.shaping());
        }
        if (all.size() != 1) {
            throw new BadValueException(all.isEmpty() ? "the fault has no effect" : "the fault has more than one effect on the same packets",
                "call drop(), or reject(), or any number of delay, loss, duplicate, corrupt, reorder and rate");
        }
        return all.get(0);
    }

    private String description(Fault fault) {
        List<Peer> others = fault.selector().peers();
        List<PortSet.Range> ends = fault.selector().ports().ranges();
        return fault.describe() + (groups.isEmpty() ? " on " + String.join(", ", fault.targets()) : " " + groups)
            + (others.isEmpty() ? "" : ", peers " + String.join(", ", others.stream().map(Peer::toString).toList()))
            + (ends.isEmpty() ? "" : ", ports " + String.join(", ", ends.stream().map(PortSet.Range::toString).toList()));
    }

    /** Returns what has been said of the fault so far. */
    @Override
    public String toString() {
        return about("fault");
    }

    private String about(String what) {
        return what + (groups.isEmpty() ? "" : " " + groups) + (on.isEmpty() ? "" : " on " + String.join(", ", on))
            + (peers.isEmpty() ? "" : ", peers " + String.join(", ", peers.stream().map(Peer::toString).toList()))
            + (ports.isEmpty() ? "" : ", ports " + String.join(", ", ports)) + (words.isEmpty() ? "" : ", " + words);
    }
}
