package io.nofin.junit;

import io.nofin.firewall.PacketFilter;
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
import io.nofin.scenario.Limits;
import io.nofin.scenario.Loss;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.OnWipe;
import io.nofin.scenario.PacketLength;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reject;
import io.nofin.scenario.RejectWith;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Says which packets a fault means, and what happens to them, in the words of scenarios; begun by {@link Nofin#on} or {@link
 * Nofin#partition}. What is wrong is told by {@link #start} or {@link #arm}. Not thread-safe.
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

    /** The other ends: targets, addresses, CIDRs and host names; everyone where there are none. */
    public FaultBuilder peers(Object... others) {
        List.of(others).forEach(other -> peers.add(peer(TargetConverter.peer(other))));
        return this;
    }

    /** TCP and UDP ports at either end. */
    public FaultBuilder ports(int... numbers) {
        IntStream.of(numbers).mapToObj(Integer::toString).forEach(ports::add);
        return this;
    }

    /** The same, ranges among them: {@code "7000-7010"}. */
    public FaultBuilder ports(String... ranges) {
        ports.addAll(List.of(ranges));
        return this;
    }

    /** Ports at the target's end: numbers, or ranges like {@code "7000-7010"}. */
    public FaultBuilder localPorts(Object... ranges) {
        List.of(ranges).forEach(range -> localPorts.add(range.toString()));
        return this;
    }

    /** Ports at the peer's end: numbers, or ranges like {@code "7000-7010"}. */
    public FaultBuilder remotePorts(Object... ranges) {
        List.of(ranges).forEach(range -> remotePorts.add(range.toString()));
        return this;
    }

    public FaultBuilder protocol(Protocol only) {
        protocol = only;
        return this;
    }

    /** Seen from the target; both ways where it is not said. */
    public FaultBuilder direction(Direction only) {
        direction = only;
        return this;
    }

    /** The target's interface, all that begin alike ({@code eth+}), or the Docker network it is on; all but loopback where it is not said. */
    public FaultBuilder interfaceName(String only) {
        interfaceName = Optional.of(only);
        return this;
    }

    /** A pcap-filter(7) expression, on the packet from its IP header on. */
    public FaultBuilder filter(String expression) {
        filter = Optional.of(expression);
        return this;
    }

    /** Packets of more than so many bytes, from the IP header on: {@code "1400"}. */
    public FaultBuilder longerThan(String bytes) {
        longerThan = Optional.of(ByteCount.parse(bytes));
        return this;
    }

    /** Packets of less than so many bytes, from the IP header on. */
    public FaultBuilder shorterThan(String bytes) {
        shorterThan = Optional.of(ByteCount.parse(bytes));
        return this;
    }

    /** That share of the TCP and UDP connections, each decided on once: {@code "20%"}. The same ones for the same {@link #seed}. */
    public FaultBuilder connections(String share) {
        return connections(share, ConnectionState.ALL);
    }

    /** The same, chosen from those that begin while it fires, or from those that were there before. */
    public FaultBuilder connections(String share, ConnectionState state) {
        connections = Optional.of(new Connections(Probability.parse(share), state));
        return this;
    }

    /** The packet vanishes, and nobody is told: what a cut cable does. */
    public FaultBuilder drop() {
        effects.add(new Drop());
        return this;
    }

    /** TCP only: whoever sends gets a RST. */
    public FaultBuilder reject() {
        return reject("tcp-reset");
    }

    /** Whoever sends is told: {@code tcp-reset}, {@code icmp-port-unreachable} or another word that scenarios have for it. */
    public FaultBuilder reject(String with) {
        effects.add(new Reject(RejectWith.parse(with)));
        return this;
    }

    /** Holds each packet for so long, both ways unless it has a direction. */
    public FaultBuilder delay(Duration time) {
        return shape(poor -> poor.delay(time));
    }

    /** Holds each packet for so long, give or take the jitter. */
    public FaultBuilder delay(Duration time, Duration jitter) {
        return shape(poor -> poor.delay(time, jitter));
    }

    public FaultBuilder delay(Delay delay) {
        return shape(poor -> poor.delay(delay));
    }

    /** Loses some packets, at random: {@code "2%"}. */
    public FaultBuilder loss(String percentage) {
        return shape(poor -> poor.loss(percentage));
    }

    /** Loses packets in bursts, or exactly those that are named. */
    public FaultBuilder loss(Loss loss) {
        return shape(poor -> poor.loss(loss));
    }

    /** Sends some packets twice. */
    public FaultBuilder duplicate(String percentage) {
        return shape(poor -> poor.duplicate(percentage));
    }

    public FaultBuilder duplicate(Duplicate duplicate) {
        return shape(poor -> poor.duplicate(duplicate));
    }

    /** Flips a bit in some packets. */
    public FaultBuilder corrupt(String percentage) {
        return shape(poor -> poor.corrupt(percentage));
    }

    public FaultBuilder corrupt(Corrupt corrupt) {
        return shape(poor -> poor.corrupt(corrupt));
    }

    /** Lets some packets past a delay. */
    public FaultBuilder reorder(String percentage) {
        return shape(poor -> poor.reorder(percentage));
    }

    public FaultBuilder reorder(Reorder reorder) {
        return shape(poor -> poor.reorder(reorder));
    }

    /** Sends packets one by one, as fast as such a line would: {@code "10mbit"}. */
    public FaultBuilder rate(String rate) {
        return shape(poor -> poor.rate(rate));
    }

    public FaultBuilder rate(Rate rate) {
        return shape(poor -> poor.rate(rate));
    }

    /** Who shapes the packets; {@link Engine#AUTO} is the default. */
    public FaultBuilder engine(Engine engine) {
        line.engine(engine);
        return this;
    }

    /** All that a poor line does. */
    public FaultBuilder shape(Consumer<LinkConditions> how) {
        how.accept(line);
        return this;
    }

    /** What reports call it; by its effect where it has no name: {@code drop}, {@code reject}, {@code delay}, {@code partition}. */
    public FaultBuilder named(String other) {
        name = Optional.of(other);
        return this;
    }

    /**
     * It ends by itself after so long, also when the JVM is gone. Where this is not said, that is 1 minute, and a test fails that was not
     * done with it by then.
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

    /** The test does not fail when no packet meets it. */
    public FaultBuilder optional() {
        optional = true;
        return this;
    }

    /** @deprecated renamed to {@link #optional} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder mayTouchNothing() {
        return optional();
    }

    /** Captures watch the wire, for the evidence of the report; without this, those of {@code drop} and partitions only. */
    public FaultBuilder witness() {
        return witness(true);
    }

    public FaultBuilder witness(boolean whether) {
        witness = Optional.of(whether);
        return this;
    }

    /** @deprecated renamed to {@link #witness()} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder witnessed() {
        return witness();
    }

    /** @deprecated renamed to {@link #witness(boolean)} */
    @Deprecated(since = "0.1", forRemoval = true)
    public FaultBuilder witnessed(boolean whether) {
        return witness(whether);
    }

    /** Where its random decisions come from. One is drawn, and reported, where there is none. */
    public FaultBuilder seed(long value) {
        seed = OptionalLong.of(value);
        return this;
    }

    /** What becomes of it when a container of its targets restarts; it gets the fault again where this is not said. */
    public FaultBuilder onRestart(OnRestart what) {
        onRestart = what;
        return this;
    }

    /** What becomes of it when somebody else takes its rules away; the test fails where this is not said. */
    public FaultBuilder onWipe(OnWipe what) {
        onWipe = what;
        return this;
    }

    /** Needed where the target is {@code host}, the machine's own network. */
    public FaultBuilder allowHost() {
        allowHost = true;
        return this;
    }

    /**
     * Arms and fires it: when this returns, the kernel has it in all networks of the target. Another test's fault on the same target is
     * waited for.
     *
     * @throws BadValueException when the fault cannot be
     * @throws NofinException    when a target is not there, or the kernel or this host cannot do it
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

    /** Arms it without firing it: {@link Injection#fire} then takes microseconds. */
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
            throw new BadValueException("the host itself is left alone", "say allowHost() if you mean it");
        }
        Scenario scenario = new Scenario(testScope.title(), description(fault), seed, allowHost, known.all(), Map.of(), Map.of(called, fault),
            List.of(), Map.of(), List.of(), watched, Limits.of(longest));
        return new FaultRequest(called, scenario, length, forAtMost.isPresent());
    }

    private Fault fault() {
        Selector selector = new Selector(peers, PortSet.parse(ports), PortSet.parse(localPorts), PortSet.parse(remotePorts), protocol, direction,
            interfaceName, filter, PacketLength.between(longerThan, shorterThan), connections);
        filter.ifPresent(PacketFilter::compile);
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
            throw new BadValueException(all.isEmpty() ? "the fault does nothing" : "the fault does more than one thing to the same packets",
                "say drop(), or reject(), or any number of delay, loss, duplicate, corrupt, reorder and rate");
        }
        return all.get(0);
    }

    private String description(Fault fault) {
        return fault.describe() + (groups.isEmpty() ? "" : " " + groups) + (on.isEmpty() ? "" : " on " + String.join(", ", on))
            + (peers.isEmpty() ? "" : ", peers " + String.join(", ", peers.stream().map(Peer::toString).toList()))
            + (ports.isEmpty() ? "" : ", ports " + String.join(", ", ports));
    }
}
