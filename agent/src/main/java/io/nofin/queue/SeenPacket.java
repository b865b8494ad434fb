package io.nofin.queue;

import io.nofin.scenario.Side;
import io.nofin.scenario.TcpFlag;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * A packet that passed a target.
 *
 * @param at       the time at which nofin got it, a moment after the kernel queued it
 * @param nanos    the same time, on the clock of {@link System#nanoTime}
 * @param side     the direction as seen from the target
 * @param protocol the protocol's number: 6 for TCP, 17 for UDP
 * @param from     the source; its port is 0 where the protocol has none
 * @param to       the destination
 * @param flags    the TCP flags that are set
 * @param length   the length in bytes from the IP header on; of bulk TCP, the kernel hands over many segments as one packet
 * @param payload  the length of its payload in bytes
 * @param first    the first bytes of the payload, 64 at most, each as the character of its number
 */
public record SeenPacket(Instant at, long nanos, Side side, int protocol, InetSocketAddress from, InetSocketAddress to, List<TcpFlag> flags, int length,
        int payload, String first) {

    public SeenPacket {
        flags = List.copyOf(flags);
    }
}
