package io.nofin.witness;

/** Integers in network byte order. */
final class Bytes {

    private Bytes() {
    }

    static int u8(byte[] bytes, int offset) {
        return bytes[offset] & 0xFF;
    }

    static int u16(byte[] bytes, int offset) {
        return u8(bytes, offset) << Byte.SIZE | u8(bytes, offset + 1);
    }

    static long u32(byte[] bytes, int offset) {
        return (long) u16(bytes, offset) << Short.SIZE | u16(bytes, offset + 2);
    }
}
