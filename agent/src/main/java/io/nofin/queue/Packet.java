package io.nofin.queue;

import java.nio.ByteBuffer;

/**
 * A packet that waits: a copy that will be sent, or one that the kernel holds until its verdict. The object is used again and again,
 * together with its memory, so that packets leave no garbage.
 */
final class Packet {

    enum Kind {
        /** A copy, to be sent through a raw socket. */
        COPY,
        /** A copy with {@link GsoPrefix}'s headers in front, to be sent through a packet socket. */
        FRAMED,
        /** The duplicate of a packet that the kernel holds, to be sent behind it; see {@link LateDuplicates}. */
        SECOND,
        /** Held by the kernel, to be released as it is. */
        HELD,
        /** Held by the kernel, to be released with the content that is here. */
        CHANGED;

        /** Returns whether a verdict lets it go. */
        boolean isHeld() {
            return this == HELD || this == CHANGED;
        }
    }

    final ByteBuffer memory;
    final int at;
    final long address;
    final int room;

    Kind kind = Kind.COPY;
    long due;
    long sequence;
    int length;
    boolean ipv6;
    /** True if it can go as a part of a {@link UdpGsoBatch}. */
    boolean carriage;
    /** The queue that it was held in. */
    KernelQueue source;
    /** The number by which the kernel knows it. */
    int id;
    int mark;
    /** The device it goes out by; 0 to let routing decide. */
    int device;
    /** The device that a forwarded packet came in by. */
    int inDevice;
    /** Counts the times that it could not go for want of a neighbour. */
    int attempts;
    /** The lanes it went through. */
    int lanes;

    Packet(ByteBuffer memory, int at, long address, int room) {
        this.memory = memory;
        this.at = at;
        this.address = address;
        this.room = room;
    }

    boolean isBefore(Packet other) {
        return due < other.due || due == other.due && sequence - other.sequence < 0;
    }
}
