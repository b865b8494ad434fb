package io.nofin.witness;

import io.nofin.scenario.Budget;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Direction;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import io.nofin.unit.TimeSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Watches the interfaces of one host by packet sockets, and counts what crosses them. It remembers the newest packets, up to so many
 * bytes. May be used from any thread; its own threads only read. Closing ends the captures; counting is still possible then. A packet
 * that crosses two interfaces of the host, a bridge and its port, counts on each.
 */
public final class WireWitness implements AutoCloseable {

    private static final long LONGEST_WAIT_NANOS = 2_000_000_000;
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private final TargetHost host;
    private final CaptureScope scope;
    private final List<Capture> captures;
    private final FrameRing ring;
    private final Captures opener;
    private final long startedNanos = System.nanoTime();

    private WireWitness(TargetHost host, CaptureScope scope, Captures opener, FrameRing ring, List<Capture> captures) {
        this.host = host;
        this.scope = scope;
        this.ring = ring;
        this.opener = opener;
        this.captures = List.copyOf(captures);
    }

    /** Starts to capture the headers of packets. */
    public static WireWitness watch(TargetHost host, String filter) throws IOException {
        return watch(host, filter, CaptureScope.HEADERS);
    }

    /**
     * Starts to capture on every interface that is up. Those that appear later are not seen; {@link #unwatched} names them.
     *
     * @param filter an expression of pcap-filter(7), which the kernel applies. For errors to be counted it has to let ICMP pass
     * @throws IOException when libpcap is missing, the filter is wrong, or there is no such interface
     */
    public static WireWitness watch(TargetHost host, String filter, CaptureScope scope) throws IOException {
        return watch(host, filter, scope, CaptureMemory.of(Budget.STANDARD).share(1));
    }

    /**
     * Starts to capture with no more memory than the host's share.
     *
     * @throws io.nofin.unit.BadValueException when there are more interfaces than a run may watch, or there is no memory left for
     *                                         them
     */
    public static WireWitness watch(TargetHost host, String filter, CaptureScope scope, CaptureMemory.Share memory) throws IOException {
        try {
            Captures opener = new Captures(host, filter, scope, memory);
            FrameRing ring = new FrameRing(scope.rememberedBytes(), CaptureScope.CHUNK_BYTES, memory);
            return new WireWitness(host, scope, opener, ring, opener.open(ring));
        } catch (LinkageError e) {
            throw new IOException("cannot watch " + host.label() + ": libpcap is missing: apt-get install libpcap0.8", e);
        }
    }

    /** Starts to capture on all interfaces together except loopback, including those that come later. */
    static WireWitness watchAny(TargetHost host, String filter, CaptureScope scope, CaptureMemory.Share memory) throws IOException {
        try {
            Captures opener = new Captures(host, filter, scope, memory);
            FrameRing ring = new FrameRing(scope.rememberedBytes(), CaptureScope.CHUNK_BYTES, memory);
            return new WireWitness(host, scope, opener, ring, List.of(opener.openAny(ring)));
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

    /** Counts the packets of one connection, and the ICMP errors about it. */
    public WireCount count(long fromNanos, long toNanos, Direction direction, PortPair connection) {
        return count(fromNanos, toNanos, direction, packet -> packet.isOf(connection));
    }

    /** Returns whether it remembers a packet of this connection; without one, no count of it means anything. */
    public boolean hasSeen(PortPair connection) {
        return count(startedNanos, System.nanoTime(), Direction.BOTH, connection).packets() > 0;
    }

    /**
     * Returns the number of packets of the filter that crossed uncounted: they came faster than they could be read, or were
     * malformed.
     */
    public long lostPackets() {
        return captures.stream().mapToLong(capture -> capture.gaps().packets()).sum();
    }

    /** Returns the interfaces that are up by now and that are not watched: nothing is known about the packets that cross them. */
    public List<String> unwatched() throws IOException {
        TargetHost now = NamespaceInspector.inspect(host.label(), host.origin(), host.namespace());
        Captures later = new Captures(now, "", scope, CaptureMemory.of(Budget.STANDARD).share(1));
        List<String> names = new ArrayList<>();
        for (String name : now.interfaces()) {
            boolean watched = captures.stream().anyMatch(one -> one.isRunning() && one.link().interfaceName().equals(name));
            if (!watched && !name.equals(Captures.LOOPBACK) && later.isUp(name)) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public void close() {
        captures.forEach(Capture::stop);
        captures.forEach(Capture::close);
        opener.giveBack();
        ring.giveBack();
    }

    TargetHost host() {
        return host;
    }

    CaptureScope scope() {
        return scope;
    }

    /** Returns that moment or, if later, the moment when it began to watch. */
    long notBefore(long nanos) {
        return nanos - startedNanos < 0 ? startedNanos : nanos;
    }

    /** Returns the captures' links; a frame's {@link CapturedFrame#link} is the place in this list. */
    List<Capture.Link> links() {
        return captures.stream().map(Capture::link).toList();
    }

    /** Returns the packets of a stretch of time; waits until the packets captured by now are read. */
    CaptureSlice sweep(TimeSpan timeSpan) {
        boolean caughtUp = awaitCaughtUp(timeSpan.toNanos());
        List<CapturedPacket> packets = ring.between(timeSpan.fromNanos(), timeSpan.toNanos()).stream().flatMap(this::seen).toList();
        return new CaptureSlice(timeSpan, packets, missing(timeSpan, caughtUp));
    }

    /** Returns every frame that is still remembered, up to now. */
    List<CapturedFrame> remembered() {
        long now = System.nanoTime();
        awaitCaughtUp(now);
        return ring.between(startedNanos, now);
    }

    private WireCount count(long fromNanos, long toNanos, Direction direction, Predicate<WirePacket> wanted) {
        CaptureSlice sweep = toNanos - fromNanos < 0
            ? new CaptureSlice(new TimeSpan(fromNanos, fromNanos), List.of(), Optional.empty()) : sweep(new TimeSpan(fromNanos, toNanos));
        WireTally tally = new WireTally();
        sweep.packets().stream().filter(seen -> seen.packet().goes(direction) && wanted.test(seen.packet()))
            .forEach(seen -> tally.add(seen.nanos(), seen.packet()));
        return tally.count(sweep.isComplete());
    }

    private Stream<CapturedPacket> seen(CapturedFrame capturedFrame) {
        Capture.Link link = captures.get(capturedFrame.link()).link();
        return link.parser().header(capturedFrame.bytes()).map(ip -> new CapturedPacket(capturedFrame, link, ip, link.parser().parse(capturedFrame.bytes(), ip))).stream();
    }

    private Optional<String> missing(TimeSpan timeSpan, boolean caughtUp) {
        if (timeSpan.fromNanos() - startedNanos < 0) {
            return Optional.of("the capture on " + host.label() + " began later");
        }
        if (!caughtUp) {
            return Optional.of("the capture on " + host.label() + " ended before, or cannot keep up");
        }
        if (!ring.reachesBackTo(timeSpan.fromNanos())) {
            return Optional.of("the capture on " + host.label() + " keeps the newest " + (scope.rememberedBytes() >> 20)
                + " MB" + (ring.isStarved() ? ", less while other captures have limits." + Cost.PACKET_MEMORY.key() : "") + ", and has forgotten some of it");
        }
        return captures.stream().filter(capture -> capture.gaps().isIn(timeSpan)).findFirst()
            .map(capture -> "the capture on " + capture.link().interfaceName() + " of " + host.label() + " lost packets, "
                + capture.gaps().packets() + " in all");
    }

    private boolean awaitCaughtUp(long toNanos) {
        long now = System.nanoTime();
        long moment = toNanos - now < 0 ? toNanos : now;
        for (Capture capture : captures) {
            capture.catchUp(moment);
            while (!capture.hasReached(moment) && capture.isRunning() && System.nanoTime() - now < LONGEST_WAIT_NANOS) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                capture.catchUp(moment);
            }
        }
        return captures.stream().allMatch(capture -> capture.hasReached(moment));
    }
}
