package io.nofin.queue;

import io.nofin.linux.DirectMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/**
 * Memory for packets, outside the heap, in sizes of powers of two: taken from the system piece by piece up to a limit, used again,
 * and given back only all together. Not thread-safe.
 */
final class PacketMemory {

    private static final int SMALLEST = 7;              // 2^7 bytes
    private static final int LARGEST = 17;             // the longest packet, and headers in front of it
    private static final int PIECE = 1 << 18;

    private final long limitBytes;
    private final ArrayDeque<Packet>[] free;
    private final ArrayDeque<Packet> bare = new ArrayDeque<>();
    private long takenBytes;

    @SuppressWarnings({"unchecked", "rawtypes"})
    PacketMemory(long limitBytes) {
        this.limitBytes = limitBytes;
        this.free = new ArrayDeque[LARGEST + 1];
        for (int size = SMALLEST; size <= LARGEST; size++) {
            free[size] = new ArrayDeque<>();
        }
    }

    /** Returns whether {@link #take} has room for a packet. */
    boolean hasRoom(int length) {
        ArrayDeque<Packet> packets = free[size(length)];
        return !packets.isEmpty() || grow(packets, size(length));
    }

    /** Returns a packet with memory for {@code length} bytes; call it only after {@link #hasRoom}. */
    Packet take(int length) {
        return free[size(length)].pop();
    }

    /** Returns a packet without memory. */
    Packet takeBare() {
        return bare.isEmpty() ? new Packet(ByteBuffer.allocate(0), 0, 0, 0) : bare.pop();
    }

    void giveBack(Packet packet) {
        (packet.room == 0 ? bare : free[size(packet.room)]).push(packet);
    }

    long takenBytes() {
        return takenBytes;
    }

    private static int size(int length) {
        return Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(length - 1));
    }

    private boolean grow(ArrayDeque<Packet> packets, int size) {
        if (takenBytes + PIECE > limitBytes) {
            return false;
        }
        takenBytes += PIECE;
        ByteBuffer piece = DirectMemory.allocate(PIECE).order(ByteOrder.BIG_ENDIAN);
        long address = DirectMemory.address(piece);
        int room = 1 << size;
        for (int at = 0; at < PIECE; at += room) {
            packets.push(new Packet(piece, at, address + at, room));
        }
        return true;
    }
}
