package io.nofin.witness;

import io.nofin.unit.IpFamily;
import io.nofin.witness.measure.FlowKey;
import io.nofin.witness.measure.Sighting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns captured packets into sightings, which can be paired. */
final class Sightings {

    private static final int UDP_HEADER = 8;

    private Sightings() {
    }

    /** Returns the sighting; empty for all fragments except the first, and for packets that were cut off too early. */
    static Optional<Sighting> of(Seen seen) {
        int protocol = seen.ip().protocol();
        if (protocol == IpHeader.FRAGMENT || seen.ip().payload() + UDP_HEADER > seen.frame().bytes().length) {
            return Optional.empty();
        }
        if (protocol == IpHeader.TCP) {
            return TcpHeader.of(seen).map(tcp ->
                sighting(seen, tcp.sequence(), tcp.payloadAt(), tcp.payloadLength(), tcp.clock()));
        }
        int header = protocol == IpHeader.UDP ? UDP_HEADER : 0;
        int length = Math.max(0, payloadLength(seen) - header);
        return Optional.of(sighting(seen, 0, seen.ip().payload() + header, length, OptionalLong.empty()));
    }

    static FlowKey flow(Seen seen) {
        boolean hasPorts = seen.ip().protocol() == IpHeader.TCP || seen.ip().protocol() == IpHeader.UDP;
        byte[] bytes = seen.frame().bytes();
        int at = seen.ip().payload();
        return new FlowKey(seen.ip().protocol(), socket(seen, seen.ip().source(), hasPorts ? Bytes.u16(bytes, at) : 0),
            socket(seen, seen.ip().destination(), hasPorts ? Bytes.u16(bytes, at + 2) : 0));
    }

    static int ipBytes(Seen seen) {
        return seen.ip().payload() - seen.ip().start() + payloadLength(seen);
    }

    private static int payloadLength(Seen seen) {
        return seen.ip().payloadLength() > 0 ? seen.ip().payloadLength() : seen.frame().originalLength() - seen.ip().payload();
    }

    private static Sighting sighting(Seen seen, long sequence, int payloadAt, int length, OptionalLong clock) {
        byte[] bytes = seen.frame().bytes();
        int from = Math.min(payloadAt, bytes.length);
        byte[] payload = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
        int id = seen.ip().family() == IpFamily.IPV4 ? Bytes.u16(bytes, seen.ip().start() + 4) : 0;
        return new Sighting(seen.nanos(), flow(seen), id, sequence, length, payload, ipBytes(seen), clock);
    }

    private static InetSocketAddress socket(Seen seen, int at, int port) {
        try {
            return new InetSocketAddress(
                InetAddress.getByAddress(Arrays.copyOfRange(seen.frame().bytes(), at, at + seen.ip().addressLength())), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes: length=" + seen.ip().addressLength(), e);
        }
    }
}
