package io.nofin.client;

import java.io.IOException;
import java.io.InputStream;

/**
 * The content of an HTTP/1.1 answer, as RFC 9112 section 6 frames it. Content that ends before its length has come is an error. Closing
 * it closes the connection. Not thread-safe, apart from closing.
 */
final class FramedContent extends InputStream {

    private static final int HEX = 16;

    private final InputStream in;
    private final Framing framing;
    private long remaining;
    private boolean begun;
    private boolean ended;

    /** The way in which the end of the content is known. */
    enum Framing {
        /** The header Content-Length. */
        LENGTH,
        /** A last chunk of length 0. */
        CHUNKED,
        /** The end of the connection. */
        CONNECTION
    }

    /** @param length in bytes; for {@link Framing#LENGTH} */
    FramedContent(InputStream connection, Framing framing, long length) {
        this.in = connection;
        this.framing = framing;
        this.remaining = framing == Framing.CONNECTION ? Long.MAX_VALUE : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (framing == Framing.CHUNKED && remaining == 0 && !ended) {
            nextChunk();
        }
        if (remaining == 0 || ended) {
            return -1;
        }
        int count = in.read(into, offset, (int) Math.min(length, remaining));
        if (count < 0 && framing != Framing.CONNECTION) {
            throw new IOException("the agent ended the connection in the middle of an answer");
        }
        remaining -= Math.max(count, 0);
        return count;
    }

    /** Returns whether all of it was read, so that the connection is at the beginning of another answer. */
    boolean isWhole() {
        return framing == Framing.CHUNKED ? ended : framing == Framing.LENGTH && remaining == 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void nextChunk() throws IOException {
        if (begun) {
            HttpHead.line(in);              // the line end after the last chunk
        }
        begun = true;
        String size = HttpHead.line(in).replaceFirst(";.*", "").strip();
        try {
            remaining = Long.parseLong(size, HEX);
        } catch (NumberFormatException e) {
            throw new IOException("this is not the length of a chunk: " + size, e);
        }
        if (remaining == 0) {
            ended = true;
            String trailer = HttpHead.line(in);
            while (!trailer.isEmpty()) {
                trailer = HttpHead.line(in);
            }
        }
    }
}
