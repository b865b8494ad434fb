package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Counts the packets that cross a host's interfaces except loopback, from {@code /proc/net/dev}, see proc_pid_net(5). Packets that
 * netfilter drops on their way out are not among them; those that it drops on their way in are. Holds the file open, which stays in
 * its namespace. Not thread-safe.
 */
public final class InterfaceCounters implements AutoCloseable {

    private static final String FILE = "/proc/thread-self/net/dev";
    private static final String LOOPBACK = "lo";
    private static final int PACKETS_IN = 1;        // behind the colon: bytes, packets, errs, drop, fifo, frame, compressed, multicast,
    private static final int PACKETS_OUT = 9;       // and as many again for packets sent

    private final RandomAccessFile file;

    /** The packets since each interface was made; one that offloading has not segmented counts once. */
    public record Count(long in, long out) {
    }

    private InterfaceCounters(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens the counters.
     *
     * @param namespace the namespace, which need not stay open
     */
    public static InterfaceCounters open(NetworkNamespace namespace) throws IOException {
        return new InterfaceCounters(namespace.call(() -> new RandomAccessFile(FILE, "r")));
    }

    /** Returns the present sum over all interfaces. */
    public Count read() throws IOException {
        file.seek(0);
        long in = 0;
        long out = 0;
        for (String line = file.readLine(); line != null; line = file.readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.substring(0, colon).strip().equals(LOOPBACK)) {
                String[] numbers = line.substring(colon + 1).strip().split("\\s+");
                in += Long.parseLong(numbers[PACKETS_IN]);
                out += Long.parseLong(numbers[PACKETS_OUT]);
            }
        }
        return new Count(in, out);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
