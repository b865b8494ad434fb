package io.nofin.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Packets of queues that the kernel dropped because the engine did not keep up; they never came to a lane. See
 * {@code seq_show()} in net/netfilter/nfnetlink_queue.c.
 *
 * @param full   the queue held as many packets as it may
 * @param unread the socket's buffer had no room for another message
 */
public record KernelDrops(long full, long unread) {

    static final KernelDrops NONE = new KernelDrops(0, 0);

    private static final Path QUEUES = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");
    private static final int NUMBER = 0;                // queue, port id, total, copy mode, copy range, queue_dropped, user_dropped, ...
    private static final int QUEUE_DROPPED = 5;
    private static final int USER_DROPPED = 6;
    private static final int LAST_ID = 7;

    public long all() {
        return full + unread;
    }

    /** Returns the number of the packet that came last to a queue in the calling thread's namespace; 0 where nobody is bound to it. */
    static int lastId(int queueNumber) throws IOException {
        for (String line : Files.readAllLines(QUEUES)) {
            String[] columns = line.strip().split("\\s+");
            if (Integer.parseInt(columns[NUMBER]) == queueNumber) {
                return Integer.parseUnsignedInt(columns[LAST_ID]);
            }
        }
        return 0;
    }

    /** Returns the drops of queues in the calling thread's namespace, together; none of a queue that nobody is bound to. */
    static KernelDrops read(Collection<Integer> queueNumbers) throws IOException {
        KernelDrops sum = NONE;
        for (String line : Files.readAllLines(QUEUES)) {
            String[] columns = line.strip().split("\\s+");
            if (queueNumbers.contains(Integer.valueOf(columns[NUMBER]))) {
                sum = new KernelDrops(sum.full + Long.parseLong(columns[QUEUE_DROPPED]), sum.unread + Long.parseLong(columns[USER_DROPPED]));
            }
        }
        return sum;
    }
}
