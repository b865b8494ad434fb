package io.nofin.witness.pcapng;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A block, put together before its length is known. Not thread-safe.
 *
 * <pre>
 *   | type | total length | body, padded to 4 bytes | options | total length |      4 + 4 + ... + 4 bytes
 *   option: | code | length | value, padded to 4 bytes |                           2 + 2 + ... bytes
 * </pre>
 */
final class Block {

    private static final int AROUND = 3 * Integer.BYTES;
    private static final int OPT_ENDOFOPT = 0;
    private static final int LONGEST_OPTION = 0xFFFF;

    private final int type;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Block(int type) {
        this.type = type;
    }

    Block u16(int value) {
        body.write(value >> Byte.SIZE);
        body.write(value);
        return this;
    }

    Block u32(int value) {
        return u16(value >>> Short.SIZE).u16(value);
    }

    /** Adds bytes, padded to four. */
    Block bytes(byte[] value) {
        body.writeBytes(value);
        body.writeBytes(new byte[-value.length & 3]);
        return this;
    }

    Block option(int code, byte[] value) {
        if (value.length > LONGEST_OPTION) {
            throw new IllegalArgumentException("option is too long: code=" + code + ", length=" + value.length);
        }
        return u16(code).u16(value.length).bytes(value);
    }

    Block option(int code, String text) {
        return option(code, text.getBytes(StandardCharsets.UTF_8));
    }

    Block endOfOptions() {
        return u16(OPT_ENDOFOPT).u16(0);
    }

    void writeTo(OutputStream out) throws IOException {
        int length = AROUND + body.size();
        ByteBuffer block = ByteBuffer.allocate(length);
        block.putInt(type).putInt(length).put(body.toByteArray()).putInt(length);
        out.write(block.array());
    }
}
