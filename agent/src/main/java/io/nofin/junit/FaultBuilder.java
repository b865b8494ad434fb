package io.nofin.junit;

import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Connections;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Fault;
import io.nofin.scenario.FaultEntry;
import io.nofin.scenario.FaultKeys;
import io.nofin.scenario.Loss;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioSettings;
import io.nofin.scenario.Slot;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final FaultParts parts = new FaultParts();
    private Optional<String> name = Optional.empty();
    private Optional<Duration> forAtMost = Optional.empty();
    private final Map<String, Object> settings = new LinkedHashMap<>();     // of the scenario, by their keys

    private FaultBuilder(TestScope testScope) {
        this.testScope = testScope;
    }

    static FaultBuilder on(TestScope testScope, List<?> targets) {
        FaultBuilder builder = new FaultBuilder(testScope);
        targets.forEach(builder.parts::on);
        return builder;
    }

    static FaultBuilder partition(TestScope testScope, List<? extends List<?>> groups) {
        FaultBuilder builder = new FaultBuilder(testScope);
        groups.forEach(builder.parts::group);
        return builder;
    }

    /**
     * Takes keys of a fault as scenarios have them, beside those that are said by methods: {@code with("longer-than: 55, drop: silent")}. {@code for}
     * and the settings of scenarios are among them, which a scenario has around its faults: {@code seed}, {@code allow-host}, {@code max-targets},
     * {@code protect}, {@code witness}.
     *
     * @throws BadValueException when that is no mapping in YAML, or a key has been said before
     */
    public FaultBuilder with(String keys) {
        return with(FaultEntry.parse(keys), text -> Optional.empty());
    }

    /** @param named finds the target that a text names */
    FaultBuilder with(Map<String, Object> keys, Function<String, Optional<FaultTarget>> named) {
        keys.forEach((key, value) -> {
            if (key.equals(FaultKeys.length().word())) {
                forAtMost(Durations.parse(value.toString()));
            } else if (ScenarioSettings.words().contains(key)) {
                set(key, value);
            } else {
                parts.say(key, value, named);
            }
        });
        return this;
    }

    /** @throws BadValueException when the value is invalid */
    private FaultBuilder set(String setting, Object value) {
        ScenarioSettings.read(Map.of(setting, value));
        settings.put(setting, value);
        return this;
    }

    /** Selects packets to and from these other ends: targets, addresses, CIDRs or host names. The default is any. */
    public FaultBuilder peers(Object... others) {
        List.of(others).forEach(parts::peer);
        return this;
    }

    /** Selects packets with these TCP, UDP or SCTP ports at either end. */
    public FaultBuilder ports(int... numbers) {
        IntStream.of(numbers).mapToObj(Integer::toString).forEach(parts.ports::add);
        return this;
    }

    /** Selects packets with these ports or ranges of ports at either end: {@code "7000-7010"}. */
    public FaultBuilder ports(String... ranges) {
        parts.ports.addAll(List.of(ranges));
        return this;
    }

    /** Selects packets with these ports at the target's end: numbers, or ranges like {@code "7000-7010"}. */
    public FaultBuilder localPorts(Object... ranges) {
        List.of(ranges).forEach(range -> parts.localPorts.add(range.toString()));
        return this;
    }

    /** Selects packets with these ports at the peer's end: numbers, or ranges like {@code "7000-7010"}. */
    public FaultBuilder remotePorts(Object... ranges) {
        List.of(ranges).forEach(range -> parts.remotePorts.add(range.toString()));
        return this;
    }

    public FaultBuilder protocol(Protocol protocol) {
        parts.selector.protocol(protocol);
        return this;
    }

    /** Selects packets of one direction, as seen from the target. The default is both. */
    public FaultBuilder direction(Direction direction) {
        parts.selector.direction(direction);
        return this;
    }

    /**
     * Selects packets of one interface of the target, of all with a prefix ({@code eth+}), or of the one on a Docker network. The
     * default is all but loopback.
     */
    public FaultBuilder interfaceName(String interfaceName) {
        parts.selector.interfaceName(interfaceName);
        return this;
    }

    /** Selects packets that match a pcap-filter(7) expression, which sees them from the IP header on. */
    public FaultBuilder filter(String expression) {
        parts.selector.filter(expression);
        return this;
    }

    /** Selects packets of more than this many bytes, counted from the IP header on: {@code "1400"}. */
    public FaultBuilder longerThan(String bytes) {
        parts.selector.longerThan(ByteCount.parse(bytes));
        return this;
    }

    /** Selects packets of less than this many bytes, counted from the IP header on. */
    public FaultBuilder shorterThan(String bytes) {
        parts.selector.shorterThan(ByteCount.parse(bytes));
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
        parts.selector.connections(new Connections(Probability.parse(share), state));
        return this;
    }

    /** Drops packets silently, as a cut cable does. */
    public FaultBuilder drop() {
        parts.effects.add(new Drop());
        return this;
    }

    /** Rejects TCP packets: their sender gets a RST. */
    public FaultBuilder reject() {
        return reject("tcp-reset");
    }

    /** Rejects packets, and tells their sender by {@code tcp-reset}, {@code icmp-port-unreachable} or another word of scenarios. */
    public FaultBuilder reject(String with) {
        return reject(RejectWith.parse(with));
    }

    /** Rejects packets, with an error of its own for each family: {@code new RejectWith.Icmp(...)}. */
    public FaultBuilder reject(RejectWith with) {
        parts.effects.add(new Reject(with));
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
        return shape(conditions -> conditions.slot(slot));
    }

    /** Limits how many packets a shaping may hold at once. */
    public FaultBuilder limit(int packets) {
        parts.conditions.limit(packets);
        return this;
    }

    /** Marks a packet that would be lost, where it can be, instead of losing it. */
    public FaultBuilder ecn() {
        parts.conditions.ecn();
        return this;
    }

    /** Selects what shapes the packets. The default is {@link Engine#AUTO}. */
    public FaultBuilder engine(Engine engine) {
        parts.conditions.engine(engine);
        return this;
    }

    /** Configures all shaping effects together. */
    public FaultBuilder shape(Consumer<LinkConditions> change) {
        change.accept(parts.conditions);
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
        parts.optional = true;
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
        return set("witness", enabled);
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
        return set("seed", value);
    }

    /** Selects what happens to the fault when a container of its targets restarts. The default is {@link OnRestart#REAPPLY}. */
    public FaultBuilder onRestart(OnRestart onRestart) {
        parts.onRestart = onRestart;
        return this;
    }

    /**
     * Selects what happens when somebody else removes the fault's rules. The default is {@link OnWipe#FAIL}, which fails the test.
     */
    public FaultBuilder onWipe(OnWipe onWipe) {
        parts.onWipe = onWipe;
        return this;
    }

    /** Permits the target {@code host}, the machine's own network. */
    public FaultBuilder allowHost() {
        return set("allow-host", true);
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

    /** @throws BadValueException when what was said does not make a fault */
    Fault fault() {
        return parts.fault();
    }

    private FaultRequest order() {
        Fault fault = fault();
        Duration length = forAtMost.orElse(UNLESS_SAID);
        String called = testScope.freeName(name.orElseGet(fault::key));
        ScenarioSettings said = ScenarioSettings.read(settings);
        if (!said.allowHost() && parts.known.all().containsValue(new TargetSpec.Host())) {
            throw new BadValueException("the host itself is not a target by default", "add allowHost() to fault it");
        }
        Scenario scenario = new Scenario(testScope.title(), parts.description(fault), said.seed(), said.allowHost(), parts.known.all(), Map.of(),
            Map.of(called, fault), List.of(), Map.of(), List.of(), settings.containsKey("witness") ? said.witness() : fault.kind() == EffectKind.DROP,
            said.limits().atLeast(length));
        return new FaultRequest(called, scenario, length, forAtMost.isPresent());
    }

    /** Returns what has been said of the fault so far. */
    @Override
    public String toString() {
        return parts.toString();
    }
}
