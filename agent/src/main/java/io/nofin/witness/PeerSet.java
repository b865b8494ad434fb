package io.nofin.witness;

import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The members of a gate; looks an address up once for each length of prefix, however many there are. Immutable. */
final class PeerSet {

    private final List<IpNetwork> networks;
    private final Map<Integer, Set<ByteBuffer>> ipv4 = new TreeMap<>();
    private final Map<Integer, Set<ByteBuffer>> ipv6 = new TreeMap<>();

    PeerSet(List<IpNetwork> networks) {
        this.networks = List.copyOf(networks);
        for (IpNetwork network : networks) {
            prefixes(network.family()).computeIfAbsent(network.prefixLength(), key -> new HashSet<>())
                .add(ByteBuffer.wrap(network.address().getAddress()));
        }
    }

    List<IpNetwork> networks() {
        return networks;
    }

    /** Returns whether all addresses of a family are in it. */
    boolean isEveryone(IpFamily family) {
        return networks.containsAll(IpNetwork.everyone(family));
    }

    boolean contains(IpFamily family, byte[] bytes, int at) {
        return prefixes(family).entrySet().stream().anyMatch(prefix -> prefix.getValue().contains(
            ByteBuffer.wrap(masked(Arrays.copyOfRange(bytes, at, at + family.bytes()), prefix.getKey()))));
    }

    private Map<Integer, Set<ByteBuffer>> prefixes(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    private static byte[] masked(byte[] address, int prefixLength) {
        for (int i = prefixLength / Byte.SIZE; i < address.length; i++) {
            int kept = Math.max(0, prefixLength - i * Byte.SIZE);
            address[i] &= (byte) (0xFF00 >> kept);
        }
        return address;
    }
}
