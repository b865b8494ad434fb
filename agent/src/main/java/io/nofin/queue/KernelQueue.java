package io.nofin.queue;

import io.nofin.netlink.netfilter.QueueConfig;
import java.io.Closeable;
import java.io.IOException;

/**
 * One queue of the kernel: the packets that come from it, and what is to become of them. Stays in the namespace of the thread that
 * opened it. Not thread-safe.
 */
final class KernelQueue implements Closeable {

    private static final int HEADERS_ONLY = 128;

    private final QueueSocket socket;
    private final VerdictBatch verdicts;
    private final boolean ownSegments;
    private final boolean always;
    private final int[] stolen = new int[64];
    private int stolenCount;
    private int held;
    private boolean settled = true;

    /**
     * @param ownSegments whether the kernel takes large packets apart where something is to be decided about their parts; else they come
     *     whole, for the engine to do that
     * @param always      whether all of a packet is copied
     */
    KernelQueue(int queueNumber, boolean ownSegments, boolean always) throws IOException {
        this.ownSegments = ownSegments;
        this.always = always;
        this.socket = new QueueSocket(queueNumber, always ? QueueConfig.MOST_COPIED : HEADERS_ONLY, true);
        this.verdicts = new VerdictBatch(socket.descriptor(), queueNumber);
    }

    int descriptor() {
        return socket.descriptor();
    }

    /** Configures the queue for the lanes, from the next packet on that the kernel queues. */
    void configure(Lanes lanes) throws IOException {
        if (ownSegments) {
            settled = false;
            socket.configure(always || lanes.needContent() ? QueueConfig.MOST_COPIED : HEADERS_ONLY, lanes.keepWhole(lanes.known()));
        }
    }

    /** Passes some of the packets that wait to {@code packetIntake}; returns false when there are none. */
    boolean receive(PacketIntake packetIntake) {
        boolean received = socket.receive((packet, bytes) -> packetIntake.receive(this, packet, bytes));
        dropStolen();
        verdicts.flush();
        settled |= !received;
        return received;
    }

    /** Returns whether large packets come as the lanes need them, because none was queued before the last change. */
    boolean isSettled() {
        return settled;
    }

    VerdictBatch verdicts() {
        return verdicts;
    }

    /** Enters a packet that the kernel is to drop soon. */
    void steal(int id) {
        if (stolenCount == stolen.length) {
            dropStolen();
        }
        stolen[stolenCount++] = id;
    }

    /** Enters that the kernel holds one more packet. */
    void hold() {
        held++;
    }

    /** Enters that a packet which the kernel held was released. */
    void letGo() {
        held--;
    }

    /** Drops the originals of stolen packets, with a single verdict if it cannot hit a held one. */
    private void dropStolen() {
        if (stolenCount > 0 && held == 0) {
            verdicts.dropUpTo(stolen[stolenCount - 1]);
        } else {
            for (int i = 0; i < stolenCount; i++) {
                verdicts.drop(stolen[i]);
            }
        }
        stolenCount = 0;
    }

    @Override
    public void close() {
        socket.close();
    }
}
