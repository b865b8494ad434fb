package io.nofin.cli;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Connections;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Fault;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.PacketLength;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Probability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One fault from the command line, as a scenario without a file. */
final class FaultOptions {

    @Option(names = "--target", required = true, paramLabel = "T",
        description = "Whose network: " + TargetKind.NOTATIONS + ". Repeatable.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--peer", paramLabel = "P",
        description = "The other end: an address, a CIDR, a host name or a target. Repeatable. Default: everyone.")
    private List<String> peers = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", description = "Port or range (7000-7010) at either end. Repeatable.")
    private List<PortSet.Range> ports = new ArrayList<>();

    @Option(names = "--local-port", paramLabel = "N", description = "Port or range at the target's end. Repeatable.")
    private List<PortSet.Range> localPorts = new ArrayList<>();

    @Option(names = "--remote-port", paramLabel = "N", description = "Port or range at the peer's end. Repeatable.")
    private List<PortSet.Range> remotePorts = new ArrayList<>();

    @Option(names = "--protocol", defaultValue = "any", paramLabel = "NAME", completionCandidates = OptionWords.Protocols.class,
        description = "tcp, udp, sctp, icmp, gre, esp or any (default).")
    private Protocol protocol;

    @Option(names = "--direction", defaultValue = "both", paramLabel = "WAY", completionCandidates = OptionWords.Directions.class,
        description = "in, out or both (default), seen from the target.")
    private Direction direction;

    @Option(names = "--interface", paramLabel = "NAME",
        description = "The target's interface, all that begin alike (eth+), or the Docker network it is on. Default: all but loopback.")
    private String interfaceName;

    @Option(names = "--filter", paramLabel = "EXPRESSION", description = "A pcap-filter(7) expression that packets must match too.")
    private String filter;

    @Option(names = "--longer-than", paramLabel = "BYTES", description = "Only IP packets longer than that, for example 1400.")
    private ByteCount longerThan;

    @Option(names = "--shorter-than", paramLabel = "BYTES", description = "Only IP packets shorter than that.")
    private ByteCount shorterThan;

    @Option(names = "--connections", paramLabel = "SHARE",
        description = "Only that share of the TCP and UDP connections, for example 30%%; the others are left alone.")
    private Probability connections;

    @Option(names = "--connection-state", paramLabel = "STATE",
        description = "Choose from connections that begin while the fault fires (new), that were there before (established), or all (default).")
    private ConnectionState connectionState;

    @Mixin
    private CourseOptions course;

    BackendOptions backends() {
        return course.backends();
    }

    ArtifactOptions keep() {
        return course.keep();
    }

    /**
     * Without random decisions.
     *
     * @throws UsageException when an option's value is wrong
     */
    Scenario scenario(String name, Supplier<Effect> effect) throws UsageException {
        return scenario(name, OptionalLong.empty(), effect);
    }

    /**
     * The fault, from now on, for as long as it is to last.
     *
     * @param name   what the fault is called
     * @param effect may refuse what cannot be
     * @throws UsageException when an option's value is wrong, or options do not go together
     */
    Scenario scenario(String name, OptionalLong seed, Supplier<Effect> effect) throws UsageException {
        NamedTargets known = new NamedTargets();
        List<String> on = new ArrayList<>();
        for (String target : targets) {
            on.add(known.add(course.guarded(TargetNotation.parse(target))));
        }
        List<Peer> others = new ArrayList<>();
        for (String peer : peers) {
            others.add(peer(peer, known));
        }
        try {
            Optional.ofNullable(filter).ifPresent(PacketFilter::compile);
            return scenario(name, seed, effect.get(), on, others, known);
        } catch (BadValueException e) {
            throw UsageException.of(e);
        }
    }

    private Scenario scenario(String name, OptionalLong seed, Effect effect, List<String> on, List<Peer> others, NamedTargets known) {
        Selector selector = new Selector(others, set(ports), set(localPorts), set(remotePorts),
            protocol, direction, Optional.ofNullable(interfaceName), Optional.ofNullable(filter)).narrowed(length(), someConnections());
        return course.scenario(name, headline(effect), seed, known.all(),
            new Fault.OnTargets(on, selector, effect, course.optional(), course.onRestart(), course.onWipe()));
    }

    /** As a person would say it, the other end and the ports with it. */
    private String headline(Effect effect) {
        return effect + " on " + String.join(", ", targets) + (peers.isEmpty() ? "" : " to " + String.join(", ", peers))
            + (ports.isEmpty() ? "" : ", port " + set(ports));
    }

    private PacketLength length() {
        return PacketLength.between(Optional.ofNullable(longerThan), Optional.ofNullable(shorterThan));
    }

    private Optional<Connections> someConnections() {
        if (connections == null && connectionState != null) {
            throw new BadValueException("--connection-state without --connections", "add for example --connections 30%");
        }
        return Optional.ofNullable(connections)
            .map(share -> new Connections(share, connectionState == null ? ConnectionState.ALL : connectionState));
    }

    private static PortSet set(List<PortSet.Range> ranges) {
        return new PortSet(ranges.stream().distinct().toList());
    }

    private static Peer peer(String text, NamedTargets known) throws UsageException {
        Optional<TargetSpec> target = TargetNotation.tryParse(text);
        if (target.isPresent()) {
            return new Peer.Target(known.add(target.get()));
        }
        try {
            return IpNetwork.tryParse(text).<Peer>map(Peer.Network::new).orElseGet(() -> new Peer.HostName(text));
        } catch (BadValueException e) {
            throw new UsageException("--peer: " + e.getMessage());
        }
    }
}
