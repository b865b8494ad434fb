package io.nofin.probe;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * What goes over the wire for one heartbeat, big-endian:
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

    /** Writes one at the buffer's beginning, ready to be sent. */
    static ByteBuffer write(ByteBuffer buffer, long sequence) {
        return buffer.clear().putLong(MARK).putLong(sequence).flip();
    }

    /** Whether what has come so far, perhaps less than all of it, can be a heartbeat. */
    static boolean canBegin(ByteBuffer buffer) {
        int length = Math.min(Long.BYTES, buffer.remaining());
        return buffer.slice(buffer.position(), length).equals(ByteBuffer.allocate(Long.BYTES).putLong(0, MARK).limit(length));
    }

    /** The sequence number of the heartbeat that {@code buffer} holds; empty when it holds something else. */
    static OptionalLong read(ByteBuffer buffer) {
        long mark = buffer.getLong();
        long sequence = buffer.getLong();
        return mark == MARK ? OptionalLong.of(sequence) : OptionalLong.empty();
    }
}
