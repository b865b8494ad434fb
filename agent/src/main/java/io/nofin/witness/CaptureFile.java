package io.nofin.witness;

import io.nofin.witness.pcapng.PcapngWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the packets that a witness remembers as a pcapng file. A moment's comment stands at the first packet after it, or at the
 * last before when there is none; and at the section, with its time.
 */
final class CaptureFile {

    private static final int DLT_RAW = 12;              // Linux's number; files have another one
    private static final int LINKTYPE_RAW = 101;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final WireWitness witness;
    private final long epochMinusMonotonic;

    CaptureFile(WireWitness witness) {
        this.witness = witness;
        Instant now = Instant.now();
        this.epochMinusMonotonic = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - System.nanoTime();
    }

    /**
     * Writes the file.
     *
     * @param moments moments in the order of time
     */
    void write(OutputStream file, List<CaptureComment> moments) throws IOException {
        List<CapturedFrame> frames = witness.remembered();
        List<String> all = moments.stream().map(moment -> Instant.EPOCH.plusNanos(epoch(moment.nanos())) + " " + moment.what()).toList();
        try (PcapngWriter out = new PcapngWriter(file, all)) {
            for (Capture.Link link : witness.links()) {
                out.addInterface(link.interfaceName(), link.type() == DLT_RAW ? LINKTYPE_RAW : link.type(), witness.scope().captureBytes());
            }
            int said = 0;
            for (int i = 0; i < frames.size(); i++) {
                CapturedFrame capturedFrame = frames.get(i);
                List<String> comments = new ArrayList<>();
                boolean last = i == frames.size() - 1;
                while (said < moments.size() && (last || moments.get(said).nanos() - capturedFrame.nanos() <= 0)) {
                    comments.add(moments.get(said++).what());
                }
                out.addPacket(capturedFrame.link(), epoch(capturedFrame.nanos()), capturedFrame.originalLength(), capturedFrame.bytes(), comments);
            }
        }
    }

    private long epoch(long nanos) {
        return nanos + epochMinusMonotonic;
    }
}
