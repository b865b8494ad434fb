package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The packets that no fault may hit.
 *
 * @param peers addresses, networks and host names: every packet to or from them
 * @param ports TCP and UDP ports: every packet with one of them at either end
 */
public record Protection(List<Peer> peers, PortSet ports) {

    public static final Protection NONE = new Protection(List.of(), PortSet.ALL);

    private static final KeyType<Peer> PEER = new KeyType<>("PEER", new ExpectedForm("an address or a list of them", "[10.0.0.1, gateway.example.org]"),
        (value, form) -> value.parse(form, Protection::peer), peer -> FlowScalar.of(peer.toString()), "\"$ref\": \"#/$defs/peer-address\"");
    private static final Key<Protection> PEERS = Key.ofOptional("peers", PEER.listed("an address or a list of them", "[10.0.0.1, gateway.example.org]"),
        (protection, value) -> new Protection(value, protection.ports), protection -> Optional.of(protection.peers).filter(all -> !all.isEmpty()),
        "Every packet to or from these addresses, networks and host names.");
    private static final Key<Protection> PORTS = Key.ofOptional("ports", PortSet.TYPE, (protection, value) -> new Protection(protection.peers, value), protection -> Optional.of(protection.ports).filter(all -> !all.isEmpty()), "Every TCP and UDP packet with one of these ports at either end.");

    /** The written form. */
    static final LongForm<Protection> FORM = LongForm.of("what is protected", "{ peers: [10.0.0.1], ports: [22] }", NONE, PEERS, PORTS).requiring(0);

    public Protection {
        peers = List.copyOf(peers);
        if (peers.stream().anyMatch(Peer.Target.class::isInstance)) {
            throw ofTarget();
        }
    }

    private static Peer peer(String text) {
        Optional<IpNetwork> network = IpNetwork.tryParse(text);
        if (network.isPresent() && network.get().prefixLength() == 0) {
            throw new BadValueException("protects everything: " + text, "no fault would be possible; write a smaller network");
        }
        return network.isPresent() ? new Peer.Network(network.get()) : new Peer.HostName(text);
    }

    /** Reports peers that are targets of the file, which only the whole file shows. */
    void reportTargets(Value protect, Predicate<String> isTarget) {
        if (peers.stream().anyMatch(peer -> isTarget.test(peer.toString()))) {
            protect.within(PEERS.word()).stream().flatMap(all -> all.oneOrMore(PEER.form()).stream()).forEach(item -> item.parse(PEER.form(), text -> {
                if (isTarget.test(text)) {
                    throw ofTarget();
                }
                return text;
            }));
        }
    }

    /** Returns the exception for a target under protection: targets move during a run, and protection must be in place before it. */
    static BadValueException ofTarget() {
        return new BadValueException("a target cannot be protected by its name", "leave it out of on and peers, or write its address");
    }
}
