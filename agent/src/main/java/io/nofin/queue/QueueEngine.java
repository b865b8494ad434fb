package io.nofin.queue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Shaping;
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
    private final Map<Direction, QueueLoop> relays = new TreeMap<>();
    private final Map<Direction, KernelDrops> lastDrops = new TreeMap<>();

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
    public int queueNumber(Direction direction) {
        return queueNumbers(direction).get(0);
    }

    private List<Integer> queueNumbers(Direction direction) {
        return direction == Direction.OUT ? List.of(queueNumber, queueNumber + 2) : List.of(queueNumber + 1);
    }

    /**
     * Shapes the packets of one direction that have {@code bit} set. A packet with several goes through one lane after the other,
     * from the highest bit, which is that of the first.
     *
     * @param direction in or out
     * @param bit       one of the marks' lanes, as a mask
     * @throws io.nofin.netlink.NetlinkException when somebody else is bound to the queue
     */
    public synchronized Lane lane(Direction direction, int bit, Shaping shaping) throws IOException {
        if (direction == Direction.BOTH) {
            throw new IllegalArgumentException("a lane has one direction: direction=both");
        }
        if (Integer.bitCount(bit) != 1 || (bit & marks.lanes()) == 0) {
            throw new IllegalArgumentException("not a lane's bit: bit=" + MarkBits.hex(bit) + ", lanes=" + MarkBits.hex(marks.lanes()));
        }
        QueueLoop queueLoop = relays.get(direction);
        if (queueLoop == null) {
            queueLoop = QueueLoop.start(namespace, direction == Direction.OUT, queueNumbers(direction), marks, resending, memoryBytes);
            relays.put(direction, queueLoop);
        }
        Shaper shaper = new Shaper(shaping, Shaper.seed(seed, direction.ordinal() * Integer.SIZE + marks.laneNumber(bit)));
        queueLoop.lanes().put(bit, shaper);
        queueLoop.lanesChanged();
        return new Lane(shaper, queueLoop);
    }

    /** Returns the lateness of the packets of a direction; empty as long as it has no lane. */
    public synchronized Optional<Lateness> lateness(Direction direction) {
        return Optional.ofNullable(relays.get(direction)).map(QueueLoop::lateness);
    }

    /** Returns how many packets wait at present. */
    public synchronized int waiting() {
        return relays.values().stream().mapToInt(QueueLoop::waiting).sum();
    }

    /** Returns what the kernel dropped before the engine could see it; after closing, the last count. */
    public synchronized KernelDrops kernelDrops(Direction direction) throws IOException {
        return relays.containsKey(direction)
            ? namespace.call(() -> KernelDrops.read(queueNumbers(direction)))
            : lastDrops.getOrDefault(direction, KernelDrops.NONE);
    }

    /** Returns the failures of the engine; from the first one on, packets pass unshaped. */
    public synchronized List<Throwable> failures() {
        return relays.values().stream().flatMap(queueLoop -> queueLoop.failure().stream()).toList();
    }

    @Override
    public synchronized void close() {
        for (Direction direction : relays.keySet()) {
            try {
                lastDrops.put(direction, kernelDrops(direction));
            } catch (IOException e) {
                lastDrops.put(direction, KernelDrops.NONE);     // no /proc: closing goes on
            }
        }
        List<QueueLoop> open = new ArrayList<>(relays.values());
        relays.clear();
        open.forEach(QueueLoop::close);
    }
}
