package io.nofin.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Appends C integers and netlink attributes to a growing byte array, in native byte order.
 *
 * <pre>
 *   |&lt;- 2 bytes -&gt;|&lt;- 2 bytes -&gt;|&lt;- variable -&gt;|&lt;- 0..3 bytes -&gt;|
 *   |   length    |    type     |   payload    |    padding     |
 * </pre>
 *
 * An attribute's length counts its header and payload, not its padding. Not thread-safe.
 */
public final class WireWriter {

    private static final int ALIGNMENT = 4;         // NLMSG_ALIGNTO and NLA_ALIGNTO
    private static final int MAX_U16 = 0xFFFF;
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private ByteBuffer buffer = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

    public WireWriter u8(int value) {
        room(1).put((byte) inRange(value, 0xFF));
        return this;
    }

    public WireWriter u16(int value) {
        room(2).putShort((short) inRange(value, MAX_U16));
        return this;
    }

    public WireWriter u32(long value) {
        room(4).putInt((int) inRange(value, MAX_U32));
        return this;
    }

    public WireWriter s16(int value) {
        room(2).putShort((short) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
        return this;
    }

    public WireWriter s32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** Adds all 64 bits, whether the field has a sign or not. */
    public WireWriter u64(long value) {
        room(8).putLong(value);
        return this;
    }

    /** Adds a big-endian integer, as nfnetlink wants it. */
    public WireWriter be16(int value) {
        room(Short.BYTES).order(ByteOrder.BIG_ENDIAN).putShort((short) inRange(value, MAX_U16)).order(ByteOrder.nativeOrder());
        return this;
    }

    /** Adds a big-endian integer, as nfnetlink wants it. */
    public WireWriter be32(long value) {
        room(Integer.BYTES).order(ByteOrder.BIG_ENDIAN).putInt((int) inRange(value, MAX_U32)).order(ByteOrder.nativeOrder());
        return this;
    }

    /** Adds a big-endian integer. */
    public WireWriter be64(long value) {
        room(Long.BYTES).order(ByteOrder.BIG_ENDIAN).putLong(value).order(ByteOrder.nativeOrder());
        return this;
    }

    public WireWriter zeros(int count) {
        room(count).put(new byte[count]);
        return this;
    }

    /** Adds a NUL-terminated string attribute. */
    public WireWriter string(int type, String value) {
        return attribute(type, out -> out.bytes(value.getBytes(StandardCharsets.UTF_8)).u8(0));
    }

    /** Adds an attribute whose payload {@code payload} writes; its length is filled in afterwards. */
    public WireWriter attribute(int type, Consumer<WireWriter> payload) {
        int start = buffer.position();
        u16(0).u16(type);
        payload.accept(this);
        int length = buffer.position() - start;
        buffer.putShort(start, (short) inRange(length, MAX_U16));
        return zeros(-length & (ALIGNMENT - 1));
    }

    public WireWriter bytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int count) {
        if (buffer.remaining() < count) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + count);
            buffer = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder()).put(buffer.flip());
        }
        return buffer;
    }

    private static long inRange(long value, long max) {
        return inRange(value, 0, max);
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("value does not fit the field: value=" + value + ", max=" + max);
        }
        return value;
    }
}
