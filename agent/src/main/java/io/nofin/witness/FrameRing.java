package io.nofin.witness;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The newest frames of a host, bounded in bytes. It grows up to its bound, or as far as others have left memory, and forgets a chunk
 * of the oldest frames at a time. Times nearly ascend: interfaces are read by threads of their own. May be used from any thread; a
 * reader does not stop a writer.
 */
final class FrameRing {

    private static final int FRAME_HEADER = Long.BYTES + Integer.BYTES + 2 * Short.BYTES;
    private static final int MOST_CAPTURED = 0xFFFF;
    private static final int LEAST_CHUNKS = 2;

    private final int mostChunks;
    private final int chunkBytes;
    private final CaptureMemory.Share memory;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private boolean forgot;
    private boolean given;
    private boolean starved;
    private long newestForgotten;

    /** The part of a chunk that was written up to some moment; later writes go only behind it. */
    private record Written(ByteBuffer frames, long oldest, long newest) {
    }

    /** A piece of memory with frames one behind the other. */
    private static final class Chunk {

        private final ByteBuffer frames;
        private long oldest;
        private long newest;

        Chunk(int bytes) {
            frames = ByteBuffer.allocate(bytes);
        }

        void add(long nanos, int link, int originalLength, byte[] bytes, int length) {
            boolean first = frames.position() == 0;
            oldest = first || nanos - oldest < 0 ? nanos : oldest;
            newest = first || nanos - newest > 0 ? nanos : newest;
            frames.putLong(nanos).putInt(originalLength).putShort((short) link).putShort((short) length).put(bytes, 0, length);
        }

        Written written() {
            return new Written(frames.duplicate().flip(), oldest, newest);
        }
    }

    /**
     * Creates an empty ring.
     *
     * @param mostBytes  the bytes to keep; two chunks at least
     * @param chunkBytes the bytes to forget at once; longer than any frame
     */
    FrameRing(long mostBytes, int chunkBytes, CaptureMemory.Share memory) {
        this.mostChunks = (int) Math.max(LEAST_CHUNKS, mostBytes / chunkBytes);
        this.chunkBytes = chunkBytes;
        this.memory = memory;
    }

    synchronized void add(long nanos, int link, int originalLength, byte[] bytes) {
        int length = Math.min(bytes.length, Math.min(MOST_CAPTURED, chunkBytes - FRAME_HEADER));
        if (chunks.isEmpty() || chunks.getLast().frames.remaining() < FRAME_HEADER + length) {
            makeRoom();
            chunks.addLast(new Chunk(chunkBytes));
        }
        chunks.getLast().add(nanos, link, originalLength, bytes, length);
    }

    /** Returns the frames from {@code fromNanos} to {@code toNanos}, both inclusive, in the order of their times. */
    List<CapturedFrame> between(long fromNanos, long toNanos) {
        List<CapturedFrame> found = new ArrayList<>();
        for (Written chunk : written()) {
            if (chunk.newest - fromNanos >= 0 && toNanos - chunk.oldest >= 0) {
                collect(chunk.frames, fromNanos, toNanos, found);
            }
        }
        found.sort(Comparator.comparingLong(frame -> frame.nanos() - fromNanos));
        return found;
    }

    /** Returns whether every frame since then is still here. */
    synchronized boolean reachesBackTo(long nanos) {
        return !forgot || nanos - newestForgotten > 0;
    }

    /** Returns whether it forgot anything because others had the memory. */
    synchronized boolean isStarved() {
        return starved;
    }

    /** Makes the memory available to others from now on; frames are still here until nobody needs them. Calling it twice is fine. */
    synchronized void giveBack() {
        memory.giveBackPackets(given ? 0 : (long) chunks.size() * chunkBytes);
        given = true;
    }

    /** Makes room for one more chunk: new memory, or that of the oldest. */
    private void makeRoom() {
        if (given) {
            return;                     // these are the last frames of a capture that ends
        }
        if (chunks.size() < LEAST_CHUNKS) {
            memory.takeLeastPackets(chunkBytes);
        } else if (chunks.size() == mostChunks || isRefused()) {
            forget(chunks.removeFirst());
        }
    }

    private boolean isRefused() {
        boolean refused = !memory.takePackets(chunkBytes);
        starved |= refused;
        return refused;
    }

    private synchronized List<Written> written() {
        return chunks.stream().map(Chunk::written).toList();
    }

    private void forget(Chunk oldest) {
        newestForgotten = !forgot || oldest.newest - newestForgotten > 0 ? oldest.newest : newestForgotten;
        forgot = true;
    }

    private static void collect(ByteBuffer in, long fromNanos, long toNanos, List<CapturedFrame> found) {
        while (in.hasRemaining()) {
            long nanos = in.getLong();
            int originalLength = in.getInt();
            int link = in.getShort();
            int length = Short.toUnsignedInt(in.getShort());
            if (nanos - fromNanos >= 0 && toNanos - nanos >= 0) {
                byte[] bytes = new byte[length];
                in.get(bytes);
                found.add(new CapturedFrame(nanos, link, originalLength, bytes));
            } else {
                in.position(in.position() + length);
            }
        }
    }
}
