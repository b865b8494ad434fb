package io.nofin.witness.measure;

import java.net.InetSocketAddress;
import java.util.OptionalLong;

/** Sightings for tests; times are in milliseconds. */
final class Packets {

    static final FlowKey DATAGRAMS =
        new FlowKey(17, InetSocketAddress.createUnresolved("near", 7_001), InetSocketAddress.createUnresolved("far", 7_000));
    static final FlowKey STREAM =
        new FlowKey(6, InetSocketAddress.createUnresolved("near", 40_000), InetSocketAddress.createUnresolved("far", 80));

    private static final int HEADERS = 40;

    private Packets() {
    }

    static PacketObservation datagram(long millis, String content) {
        return new PacketObservation(millis * 1_000_000, DATAGRAMS, 0, 0, content.length(), content.getBytes(), content.length() + HEADERS,
            OptionalLong.empty());
    }

    /** A segment whose bytes are what stands at that place of every stream. */
    static PacketObservation segment(long millis, long from, int length) {
        byte[] payload = new byte[Math.min(length, 100)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) ((from + i) * 31 >> 3);
        }
        return new PacketObservation(millis * 1_000_000, STREAM, 0, from & 0xFFFF_FFFFL, length, payload, length + HEADERS, OptionalLong.empty());
    }

    static PacketObservation stamped(long micros, long clock) {
        return new PacketObservation(micros * 1_000, STREAM, 0, 0, 0, new byte[0], HEADERS, OptionalLong.of(clock & 0xFFFF_FFFFL));
    }
}
