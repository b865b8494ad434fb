package io.nofin.witness;

import java.util.OptionalLong;

/** Adds packets up. Not thread-safe. */
final class WireTally {

    private long packets;
    private long payloadBytes;
    private long fin;
    private long rst;
    private long icmpErrors;
    private OptionalLong lastNanos = OptionalLong.empty();

    void add(long timeNanos, WirePacket packet) {
        packets++;
        payloadBytes += packet.payloadBytes();
        fin += packet.fin() ? 1 : 0;
        rst += packet.rst() ? 1 : 0;
        icmpErrors += packet.isIcmpError() ? 1 : 0;
        lastNanos = OptionalLong.of(lastNanos.isEmpty() ? timeNanos : Math.max(lastNanos.getAsLong(), timeNanos));
    }

    WireCount count(boolean complete) {
        return new WireCount(packets, payloadBytes, fin, rst, icmpErrors, lastNanos, complete);
    }
}
