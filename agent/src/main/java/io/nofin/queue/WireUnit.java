package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;

/** A packet as it goes over the wire: a whole one, or a part of one that was too large. */
interface WireUnit {

    /** Returns the length from the IP header on. */
    int length();

    Damageable damageable();

    /** Writes the piece into a big-endian buffer. */
    void write(ByteBuffer to, int at);
}
