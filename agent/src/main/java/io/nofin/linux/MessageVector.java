package io.nofin.linux;

import java.nio.ByteBuffer;

/**
 * An array of {@code struct mmsghdr} for sendmmsg(2) and recvmmsg(2), each with one piece of memory, one address and one control
 * buffer, as a 64-bit Linux lays them out. Not thread-safe.
 *
 * <pre>
 *    0 msg_name  8 msg_namelen  16 msg_iov  24 msg_iovlen  32 msg_control  40 msg_controllen  48 msg_flags  56 msg_len    64 bytes
 * </pre>
 */
public final class MessageVector {

    public static final int NAME_ROOM = 28;             // struct sockaddr_in6
    public static final int CONTROL_ROOM = 64;

    private static final int HEADER = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOV = 16;
    private static final int IOV_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int LENGTH = 56;
    private static final int IOVEC = 16;                // base, length
    private static final int NAME_STRIDE = 32;

    private final int capacity;
    private final ByteBuffer headers;
    private final ByteBuffer pieces;
    private final ByteBuffer names;
    private final ByteBuffer controls;
    private final long address;
    private final long namesAddress;
    private final long controlsAddress;

    public MessageVector(int capacity) {
        this.capacity = capacity;
        this.headers = DirectMemory.allocate(capacity * HEADER);
        this.pieces = DirectMemory.allocate(capacity * IOVEC);
        this.names = DirectMemory.allocate(capacity * NAME_STRIDE);
        this.controls = DirectMemory.allocate(capacity * CONTROL_ROOM);
        this.address = DirectMemory.address(headers);
        this.namesAddress = DirectMemory.address(names);
        this.controlsAddress = DirectMemory.address(controls);
        long piecesAddress = DirectMemory.address(pieces);
        for (int i = 0; i < capacity; i++) {
            headers.putLong(i * HEADER + IOV, piecesAddress + (long) i * IOVEC);
            headers.putLong(i * HEADER + IOV_LENGTH, 1);
        }
    }

    public int capacity() {
        return capacity;
    }

    /** Sets the memory that message {@code i} is sent from or received into. */
    public void piece(int i, long base, long length) {
        pieces.putLong(i * IOVEC, base).putLong(i * IOVEC + 8, length);
    }

    /** Returns the number of bytes received as message {@code i}. */
    public int received(int i) {
        return headers.getInt(i * HEADER + LENGTH);
    }

    /** Sets the length of the address of message {@code i}, at most {@value #NAME_ROOM} bytes, and returns the place to write it to. */
    public int nameAt(int i, int length) {
        headers.putLong(i * HEADER + NAME, namesAddress + (long) i * NAME_STRIDE);
        headers.putInt(i * HEADER + NAME_LENGTH, length);
        return i * NAME_STRIDE;
    }

    public ByteBuffer names() {
        return names;
    }

    /** Sets the length of the control messages of message {@code i}, 0 for none, and returns the place to write them to. */
    public int controlAt(int i, int length) {
        headers.putLong(i * HEADER + CONTROL, length == 0 ? 0 : controlsAddress + (long) i * CONTROL_ROOM);
        headers.putLong(i * HEADER + CONTROL_LENGTH, length);
        return i * CONTROL_ROOM;
    }

    public ByteBuffer controls() {
        return controls;
    }

    /** Receives up to {@code count} waiting messages and returns their number, 0 when there are none. */
    public int receive(int fd, int count, int flags) {
        return BatchCalls.INSTANCE.recvmmsg(fd, address, count, flags, 0);
    }

    /** Sends messages {@code from} to {@code to - 1} and returns the number of those sent, or -1. */
    public int send(int fd, int from, int to, int flags) {
        return BatchCalls.INSTANCE.sendmmsg(fd, address + (long) from * HEADER, to - from, flags);
    }
}
