package io.nofin.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads echoes until the connection ends, and finds out how it ended. */
final class EchoReader implements Runnable {

    private static final int BUFFER = 1 << 16;
    private static final int SHOWN_BYTES = 40;

    private final SocketChannel channel;
    private final HeartbeatLog log;
    private final EndFinder endings;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private volatile Optional<Closure> closure = Optional.empty();

    EchoReader(SocketChannel channel, HeartbeatLog log, EndFinder endings) {
        this.channel = channel;
        this.log = log;
        this.endings = endings;
    }

    @Override
    public void run() {
        try {
            closure = Optional.of(readToTheEnd());
        } catch (ClosedChannelException closedByUs) {
            return;
        } catch (IOException e) {
            closure = Optional.of(endings.afterFailure(System.nanoTime(), e));
        } finally {
            log.close();
        }
    }

    /** Returns how the connection ended; empty while it lives, and when its own side closed it. */
    Optional<Closure> closure() {
        return closure;
    }

    private Closure readToTheEnd() throws IOException {
        while (channel.read(buffer) >= 0) {
            long now = System.nanoTime();
            buffer.flip();
            if (!takeEchoes(now)) {
                return endings.afterWrongData(now, shown(buffer));
            }
            buffer.compact();
        }
        return endings.afterEndOfStream(System.nanoTime());
    }

    /**
     * Takes the echoes that are in the buffer. Returns false when the data is not the next echo; the buffer still holds that data
     * then.
     */
    private boolean takeEchoes(long now) {
        while (buffer.remaining() >= Heartbeat.LENGTH) {
            int start = buffer.position();
            OptionalLong sequence = Heartbeat.read(buffer);
            if (sequence.isEmpty() || !log.answered(sequence.getAsLong(), now)) {
                buffer.position(start);
                return false;
            }
        }
        return Heartbeat.canBegin(buffer);
    }

    private static String shown(ByteBuffer bytes) {
        byte[] shown = new byte[Math.min(bytes.remaining(), SHOWN_BYTES)];
        bytes.get(shown);
        return new String(shown, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }
}
