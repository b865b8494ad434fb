package io.nofin.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads C integers and netlink attributes from a received message, in native byte order unless the name says otherwise.
 * Not thread-safe.
 *
 * @see WireWriter
 */
public final class WireReader {

    private static final int ALIGNMENT = 4;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int TYPE_MASK = 0x3FFF;    // NLA_TYPE_MASK: without NLA_F_NESTED and NLA_F_NET_BYTEORDER

    private final ByteBuffer buffer;

    /** An attribute; its payload can be read any number of times. */
    public record Attribute(int type, byte[] payload) {

        public WireReader reader() {
            return new WireReader(payload);
        }

        /** Returns the payload as a string, up to its NUL. */
        public String string() {
            int length = 0;
            while (length < payload.length && payload[length] != 0) {
                length++;
            }
            return new String(payload, 0, length, StandardCharsets.UTF_8);
        }
    }

    public WireReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    WireReader(ByteBuffer bytes) {
        this.buffer = bytes.slice().order(ByteOrder.nativeOrder());
    }

    public int remaining() {
        return buffer.remaining();
    }

    public int u8() throws MalformedMessageException {
        need(1);
        return buffer.get() & 0xFF;
    }

    public int u16() throws MalformedMessageException {
        need(2);
        return buffer.getShort() & 0xFFFF;
    }

    public long u32() throws MalformedMessageException {
        need(4);
        return buffer.getInt() & 0xFFFF_FFFFL;
    }

    public int s32() throws MalformedMessageException {
        need(4);
        return buffer.getInt();
    }

    public long u64() throws MalformedMessageException {
        need(8);
        return buffer.getLong();
    }

    public int be16() throws MalformedMessageException {
        return u8() << 8 | u8();
    }

    public long be32() throws MalformedMessageException {
        return (long) be16() << 16 | be16();
    }

    public long be64() throws MalformedMessageException {
        return be32() << Integer.SIZE | be32();
    }

    public byte[] bytes(int count) throws MalformedMessageException {
        need(count);
        byte[] bytes = new byte[count];
        buffer.get(bytes);
        return bytes;
    }

    public WireReader skip(int count) throws MalformedMessageException {
        need(count);
        buffer.position(buffer.position() + count);
        return this;
    }

    /** Returns all attributes from here to the end. */
    public List<Attribute> attributes() throws MalformedMessageException {
        List<Attribute> attributes = new ArrayList<>();
        while (remaining() >= ATTRIBUTE_HEADER) {
            int length = u16();
            int type = u16() & TYPE_MASK;
            if (length < ATTRIBUTE_HEADER) {
                throw new MalformedMessageException("attribute is shorter than its header: type=" + type + ", length=" + length);
            }
            attributes.add(new Attribute(type, bytes(length - ATTRIBUTE_HEADER)));
            skip(Math.min(-length & (ALIGNMENT - 1), remaining()));
        }
        return attributes;
    }

    /** Returns the first attribute of a type among those given. */
    public static Optional<Attribute> find(List<Attribute> attributes, int type) {
        return attributes.stream().filter(attribute -> attribute.type() == type).findFirst();
    }

    private void need(int count) throws MalformedMessageException {
        if (count < 0 || buffer.remaining() < count) {
            throw new MalformedMessageException("message is too short: needed=" + count + ", remaining=" + buffer.remaining());
        }
    }
}
