package io.nofin.inject;

import io.nofin.queue.SeenPacket;

/** Listens to packets that steps wait for. */
@FunctionalInterface
public interface PacketListener {

    /**
     * Called on a thread of the host's while the kernel holds the packet, and all behind it; when it returns, they go on.
     *
     * @param step the place of the step in the timeline, from 0
     * @param host the label of the host that the packet passes
     */
    void seen(int step, String host, SeenPacket packet);
}
