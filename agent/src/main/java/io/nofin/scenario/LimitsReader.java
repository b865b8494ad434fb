package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Reads the keys that limit faults, in a scenario and in the host's configuration. */
public final class LimitsReader {

    public static final List<String> KEYS = List.of("max-duration", "max-targets", "protect");

    private static final ExpectedForm PROTECT = new ExpectedForm("what is protected", "{ peers: [10.0.0.1], ports: [22] }");
    private static final ExpectedForm PEERS = new ExpectedForm("an address or a list of them", "[10.0.0.1, gateway.example.org]");
    private static final ExpectedForm TARGETS = new ExpectedForm("a number", "10");
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);     // for an invalid one, which was reported
    private static final List<String> PROTECT_KEYS = List.of("peers", "ports");

    private LimitsReader() {
    }

    /** @param isTarget tells whether a word names a target of the file */
    public static Limits read(Fields fields, Predicate<String> isTarget) {
        Optional<Duration> maxDuration = fields.get("max-duration").map(value -> value.duration()
            .flatMap(duration -> value.attempt(() -> Limits.of(Optional.of(duration)))).flatMap(Limits::maxDuration).orElse(FOR_EVER));
        OptionalInt maxTargets = fields.get("max-targets").flatMap(value -> value.integer(TARGETS, Integer::valueOf)
            .flatMap(count -> value.attempt(() -> new Limits(Optional.empty(), OptionalInt.of(count), Protection.NONE))))
            .map(Limits::maxTargets).orElse(OptionalInt.empty());
        Protection protect = fields.get("protect").flatMap(value -> value.fields(PROTECT, PROTECT_KEYS))
            .map(inside -> protection(inside, isTarget)).orElse(Protection.NONE);
        return new Limits(maxDuration, maxTargets, protect);
    }

    private static Protection protection(Fields fields, Predicate<String> isTarget) {
        fields.atLeastOne("peers or ports", PROTECT_KEYS);
        List<Peer> peers = fields.get("peers").map(value -> Value.distinct(value.oneOrMore(PEERS),
            item -> item.parse(PEERS, text -> peer(text, isTarget)))).orElse(List.of());
        PortSet ports = fields.get("ports").map(value -> new PortSet(Value.distinct(value.oneOrMore(ExpectedForm.PORTS),
            item -> item.parse(ExpectedForm.PORTS, PortSet.Range::parse)))).orElse(PortSet.ALL);
        return new Protection(peers, ports);
    }

    private static Peer peer(String text, Predicate<String> isTarget) {
        if (isTarget.test(text)) {
            throw Protection.ofTarget();
        }
        Optional<IpNetwork> network = IpNetwork.tryParse(text);
        if (network.isPresent() && network.get().prefixLength() == 0) {
            throw new BadValueException("protects everything: " + text, "no fault would be possible; write a smaller network");
        }
        return network.isPresent() ? new Peer.Network(network.get()) : new Peer.HostName(text);
    }
}
