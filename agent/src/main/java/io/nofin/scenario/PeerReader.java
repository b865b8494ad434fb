package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a word in {@code peers} as a target, else an address, else a host name. */
final class PeerReader {

    private static final ExpectedForm PEERS = new ExpectedForm("a peer or a list of them", "[redis, 10.0.0.0/8, db.example.org]");

    private final TargetTable targetTable;
    private final List<String> on;

    /** @param on the targets whose peers are read */
    PeerReader(TargetTable targetTable, List<String> on) {
        this.targetTable = targetTable;
        this.on = on;
    }

    List<Peer> read(Value value) {
        return Value.distinct(value.oneOrMore(PEERS), item -> item.parse(PEERS, this::peer)).stream()
            .flatMap(PeerReader::split).toList();
    }

    private Peer peer(String text) {
        Optional<String> target = targetTable.named(text);
        if (target.isPresent()) {
            if (on.contains(target.get())) {
                throw Fault.selfPeer(target.get());
            }
            return new Peer.Target(target.get());
        }
        Optional<IpNetwork> network = IpNetwork.tryParse(text);
        return network.isPresent() ? new Peer.Network(network.get()) : new Peer.HostName(checkNotMistyped(text, targetTable));
    }

    /** @throws BadValueException when a host name is probably a mistyped target */
    static String checkNotMistyped(String text, TargetTable targetTable) {
        targetTable.meantBy(text).ifPresent(target -> {
            throw new BadValueException("not a target: " + Quoted.of(text), "did you mean " + Quoted.of(target)
                + "? A host of that name needs its full name or its address");
        });
        return text;
    }

    /** Splits a prefix of length zero in two, since the kernel's sets do not accept it. */
    private static Stream<Peer> split(Peer peer) {
        if (peer instanceof Peer.Network all && all.network().prefixLength() == 0) {
            return IpNetwork.everyone(all.network().family()).stream().map(Peer.Network::new);
        }
        return Stream.of(peer);
    }
}
