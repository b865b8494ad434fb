package io.nofin.probe;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The bytes of one heartbeat on the wire, big-endian:
 *
 * <pre>
 *   | 8 "nofin-hb" | 8 sequence number, from 0 |
 * </pre>
 */
final class Heartbeat {

    static final int LENGTH = 16;

    private static final long MARK = 0x6E6F_6669_6E2D_6862L;    // nofin-hb

    private Heartbeat() {
    }

    /** Writes one heartbeat at the beginning of the buffer, which is then ready to be sent. */
    static ByteBuffer write(ByteBuffer buffer, long sequence) {
        return buffer.clear().putLong(MARK).putLong(sequence).flip();
    }

    /** Returns whether the bytes received so far, perhaps not yet a whole heartbeat, can be the beginning of one. */
    static boolean canBegin(ByteBuffer buffer) {
        int length = Math.min(Long.BYTES, buffer.remaining());
        return buffer.slice(buffer.position(), length).equals(ByteBuffer.allocate(Long.BYTES).putLong(0, MARK).limit(length));
    }

    /** Returns the sequence number of the heartbeat that {@code buffer} holds; empty when it holds something else. */
    static OptionalLong read(ByteBuffer buffer) {
        long mark = buffer.getLong();
        long sequence = buffer.getLong();
        return mark == MARK ? OptionalLong.of(sequence) : OptionalLong.empty();
    }
}
