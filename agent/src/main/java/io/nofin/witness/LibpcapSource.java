package io.nofin.witness;

import java.io.EOFException;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/** Reads packets one by one with libpcap, which knows all kinds of interfaces; the handle must not block. */
record LibpcapSource(PcapHandle handle, int room) implements PacketSource {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Override
    public int read(Sink sink, int most) throws IOException {
        int count = 0;
        try {
            while (count < most) {
                byte[] bytes = handle.getNextRawPacketEx();
                Timestamp time = handle.getTimestamp();
                count++;
                sink.take(Math.floorDiv(time.getTime(), 1_000L) * NANOS_PER_SECOND + time.getNanos(), handle.getOriginalLength(), bytes);
            }
            return count;
        } catch (TimeoutException nothingIsLeft) {
            return count;
        } catch (PcapNativeException | EOFException | NotOpenException e) {
            throw new IOException("libpcap reads no more: " + e.getMessage(), e);
        }
    }

    @Override
    public long lost() throws IOException {
        try {
            return handle.getStats().getNumPacketsDropped();
        } catch (PcapNativeException | NotOpenException e) {
            throw new IOException("libpcap counts no more: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
