package io.nofin.queue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * nofin's own shaping engine in one network namespace; see the package for the rules that bring packets to it. Start it before these
 * rules are there, and close it after they are gone: closing releases the packets that wait, at once. May be used from any thread.
 */
public final class QueueEngine implements AutoCloseable {

    /** The most memory that waiting packets take, for each direction. */
    public static final long DEFAULT_MEMORY_BYTES = 128L << 20;

    private final NetworkNamespace namespace;
    private final int queueNumber;
    private final MarkBits marks;
    private final long seed;
    private final Resending resending;
    private final long memoryBytes;
    private final Map<Side, QueueLoop> relays = new TreeMap<>();
    private final Map<Side, KernelDrops> lastDrops = new TreeMap<>();

    private QueueEngine(NetworkNamespace namespace, int queueNumber, MarkBits marks, long seed, Resending resending, long memoryBytes) {
        this.namespace = namespace;
        this.queueNumber = queueNumber;
        this.marks = marks;
        this.seed = seed;
        this.resending = resending;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Starts one in a namespace where nobody's rules could tell copies from their originals, which costs nothing until it has a lane.
     *
     * @param namespace   is used until {@link #close}, and not closed by it
     * @param queueNumber of TCP that goes out from local sockets; what comes in has the next one, and all else that goes out the one
     *     behind. Nobody else may be bound to any
     * @param marks       as the rules have them
     * @param seed        decides every random choice
     */
    public static QueueEngine start(NetworkNamespace namespace, int queueNumber, MarkBits marks, long seed) {
        return start(namespace, queueNumber, marks, seed, Resending.FREE);
    }

    /**
     * Starts one.
     *
     * @param resending how copies may go
     */
    public static QueueEngine start(NetworkNamespace namespace, int queueNumber, MarkBits marks, long seed, Resending resending) {
        return new QueueEngine(namespace, queueNumber, marks, seed, resending, DEFAULT_MEMORY_BYTES);
    }

    static QueueEngine start(NetworkNamespace namespace, int queueNumber, MarkBits marks, long seed, long memoryBytes) {
        return new QueueEngine(namespace, queueNumber, marks, seed, Resending.FREE, memoryBytes);
    }

    /** Returns the queue number that rules of a direction send packets to; where there are two, the one for TCP of local sockets. */
    public int queueNumber(Side side) {
        return queueNumbers(side).get(0);
    }

    private List<Integer> queueNumbers(Side side) {
        return side == Side.EGRESS ? List.of(queueNumber, queueNumber + 2) : List.of(queueNumber + 1);
    }

    /**
     * Shapes the packets of one direction that have {@code bit} set. A packet with several goes through one lane after the other,
     * from the highest bit, which is that of the first.
     *
     * @param bit one of the marks' lanes, as a mask
     * @throws io.nofin.netlink.NetlinkException when somebody else is bound to the queue
     */
    public synchronized Lane lane(Side side, int bit, Shaping shaping) throws IOException {
        if (Integer.bitCount(bit) != 1 || (bit & marks.lanes()) == 0) {
            throw new IllegalArgumentException("not a lane's bit: bit=" + MarkBits.hex(bit) + ", lanes=" + MarkBits.hex(marks.lanes()));
        }
        QueueLoop queueLoop = relays.get(side);
        if (queueLoop == null) {
            queueLoop = QueueLoop.start(namespace, side, queueNumbers(side), marks, resending, memoryBytes);
            relays.put(side, queueLoop);
        }
        Shaper shaper = new Shaper(shaping, Shaper.seed(seed, side.ordinal() * Integer.SIZE + marks.laneNumber(bit)));
        queueLoop.lanes().put(bit, shaper);
        queueLoop.lanesChanged();
        return new Lane(shaper, queueLoop);
    }

    /** Returns the lateness of the packets of a direction; empty as long as it has no lane. */
    public synchronized Optional<Lateness> lateness(Side side) {
        return Optional.ofNullable(relays.get(side)).map(QueueLoop::lateness);
    }

    /** Returns how many packets wait at present. */
    public synchronized int waiting() {
        return relays.values().stream().mapToInt(QueueLoop::waiting).sum();
    }

    /** Returns what the kernel dropped before the engine could see it; after closing, the last count. */
    public synchronized KernelDrops kernelDrops(Side side) throws IOException {
        return relays.containsKey(side)
            ? namespace.call(() -> KernelDrops.read(queueNumbers(side)))
            : lastDrops.getOrDefault(side, KernelDrops.NONE);
    }

    /** Returns the failures of the engine; from the first one on, packets pass unshaped. */
    public synchronized List<Throwable> failures() {
        return relays.values().stream().flatMap(queueLoop -> queueLoop.failure().stream()).toList();
    }

    @Override
    public synchronized void close() {
        for (Side side : relays.keySet()) {
            try {
                lastDrops.put(side, kernelDrops(side));
            } catch (IOException e) {
                lastDrops.put(side, KernelDrops.NONE);     // no /proc: closing goes on
            }
        }
        List<QueueLoop> open = new ArrayList<>(relays.values());
        relays.clear();
        open.forEach(QueueLoop::close);
    }
}
