package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;

/** A packet that stays in one piece. */
final class WholePacket implements WireUnit {

    private final IpView view;

    WholePacket(IpView view) {
        this.view = view;
    }

    @Override
    public int length() {
        return view.length;
    }

    @Override
    public Damageable damageable() {
        return view.damageable();
    }

    @Override
    public void write(ByteBuffer to, int at) {
        to.put(at, view.buffer, view.at, view.length);
    }
}
