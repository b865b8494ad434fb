package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Counts the packets that cross a host's interfaces, loopback aside, as {@code /proc/net/dev} has them, see proc_pid_net(5). What
 * netfilter drops on its way out is not among them; what it drops on its way in is. Holds the file open, which stays in its
 * namespace. Not thread-safe.
 */
public final class InterfaceCounters implements AutoCloseable {

    private static final String FILE = "/proc/thread-self/net/dev";
    private static final String LOOPBACK = "lo";
    private static final int PACKETS_IN = 1;        // behind the colon: bytes, packets, errs, drop, fifo, frame, compressed, multicast,
    private static final int PACKETS_OUT = 9;       // and as many again for those sent

    private final RandomAccessFile file;

    /** Since each interface was made; a packet that offloading has not segmented counts once. */
    public record Count(long in, long out) {
    }

    private InterfaceCounters(RandomAccessFile file) {
        this.file = file;
    }

    /** @param namespace need not stay open */
    public static InterfaceCounters open(NetworkNamespace namespace) throws IOException {
        return new InterfaceCounters(namespace.call(() -> new RandomAccessFile(FILE, "r")));
    }

    /** All interfaces together, now. */
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
