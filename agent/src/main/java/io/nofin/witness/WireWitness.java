package io.nofin.witness;

import io.nofin.scenario.Direction;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Watches the interfaces of one host with libpcap, and counts what crosses them. Remembers the newest half million packets.
 * May be used from any thread; its own threads only read. Closing ends the captures; counting is still possible then.
 * A packet that crosses two interfaces of the host, a bridge and its port, counts on each.
 */
public final class WireWitness implements AutoCloseable {

    private static final int REMEMBERED = 1 << 19;
    private static final long LONGEST_WAIT_NANOS = 2_000_000_000;
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private final List<Capture> captures;
    private final PacketRing ring;
    private final long startedNanos = System.nanoTime();

    private WireWitness(List<Capture> captures, PacketRing ring) {
        this.captures = List.copyOf(captures);
        this.ring = ring;
    }

    /**
     * Starts to capture on every interface that is up, loopback aside. Interfaces that appear later are not seen.
     *
     * @param filter in the language of pcap-filter(7); the kernel applies it. For errors to be counted it has to let ICMP pass
     * @throws IOException when libpcap is missing, the filter is wrong, or there is no such interface
     */
    public static WireWitness watch(TargetHost host, String filter) throws IOException {
        PacketRing ring = new PacketRing(REMEMBERED);
        try {
            return new WireWitness(new Captures(host, filter).open(ring), ring);
        } catch (LinkageError e) {
            throw new IOException("cannot watch " + host.label() + ": libpcap is missing: apt-get install libpcap0.8", e);
        }
    }

    /**
     * Counts the packets of the filter that crossed from one moment to another of {@link System#nanoTime}; waits until those
     * captured by now are read.
     */
    public WireCount count(long fromNanos, long toNanos, Direction direction) {
        return count(fromNanos, toNanos, direction, packet -> true);
    }

    /** Counts, of these packets, those of one connection, and the ICMP errors about it. */
    public WireCount count(long fromNanos, long toNanos, Direction direction, PortPair connection) {
        return count(fromNanos, toNanos, direction, packet -> packet.isOf(connection));
    }

    /** Whether it remembers a packet of this connection; without one, no count of it means anything. */
    public boolean hasSeen(PortPair connection) {
        return count(startedNanos, System.nanoTime(), Direction.BOTH, connection).packets() > 0;
    }

    /** How many packets of the filter crossed uncounted: they came faster than they could be read, or made no sense. */
    public long lostPackets() {
        return captures.stream().mapToLong(Capture::lostPackets).sum();
    }

    @Override
    public void close() {
        captures.forEach(Capture::stop);
        captures.forEach(Capture::close);
    }

    private WireCount count(long fromNanos, long toNanos, Direction direction, Predicate<WirePacket> wanted) {
        boolean caughtUp = awaitCaughtUp(toNanos);
        Tally tally = new Tally();
        ring.forEach(fromNanos, toNanos, (time, packet) -> {
            if (packet.flow().isOf(direction) && wanted.test(packet)) {
                tally.add(time, packet);
            }
        });
        return tally.count(caughtUp && fromNanos - startedNanos >= 0 && ring.reachesBackTo(fromNanos) && lostPackets() == 0);
    }

    private boolean awaitCaughtUp(long toNanos) {
        long now = System.nanoTime();
        long moment = toNanos - now < 0 ? toNanos : now;
        for (Capture capture : captures) {
            while (!capture.hasReached(moment) && capture.isRunning() && System.nanoTime() - now < LONGEST_WAIT_NANOS) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        return captures.stream().allMatch(capture -> capture.hasReached(moment));
    }

    /** Adds up. */
    private static final class Tally {

        private long packets;
        private long payloadBytes;
        private long fin;
        private long rst;
        private long icmpErrors;
        private OptionalLong lastNanos = OptionalLong.empty();

        void add(long timeNanos, WirePacket packet) {
            packets++;
            payloadBytes += packet.payloadBytes();
            fin += packet.fin() ? 1 : 0;
            rst += packet.rst() ? 1 : 0;
            icmpErrors += packet.isIcmpError() ? 1 : 0;
            lastNanos = OptionalLong.of(lastNanos.isEmpty() ? timeNanos : Math.max(lastNanos.getAsLong(), timeNanos));
        }

        WireCount count(boolean complete) {
            return new WireCount(packets, payloadBytes, fin, rst, icmpErrors, lastNanos, complete);
        }
    }
}
