package io.nofin.probe;

import io.nofin.linux.LibC;
import io.nofin.probe.Closure.Cause;
import java.io.IOException;
import java.net.SocketException;

/**
 * Tells how a connection ended, from what its reader met. The kernel reports an error once, to whichever of reader and sender comes
 * first; the other one meets a mere end of stream, or a broken pipe.
 */
final class EndFinder {

    private static final int EPIPE = 32;            // asm-generic/errno-base.h
    private static final int ECONNRESET = 104;      // asm-generic/errno.h
    private static final long LONGEST_WRITE_MILLIS = 500;

    private final HeartbeatSender sender;
    private final Thread sending;

    EndFinder(HeartbeatSender sender, Thread sending) {
        this.sender = sender;
        this.sending = sending;
    }

    Closure afterWrongData(long nanos, String data) {
        sender.stop();
        return new Closure(Cause.WRONG_DATA, nanos, data);
    }

    /**
     * Tells how the connection ended when reading failed. A channel has an exception of its own for a reset; other errors carry the
     * system's error message.
     */
    Closure afterFailure(long nanos, IOException failure) {
        sender.stop();
        return new Closure(failure instanceof SocketException ? Cause.RESET : Cause.GIVEN_UP, nanos, failure.getMessage());
    }

    Closure afterEndOfStream(long nanos) {
        awaitSender();
        return sender.failure().filter(failure -> !isError(failure, EPIPE))
            .map(failure -> new Closure(isError(failure, ECONNRESET) ? Cause.RESET : Cause.GIVEN_UP, nanos, failure.getMessage()))
            .orElse(new Closure(Cause.PEER_CLOSED, nanos, ""));
    }

    /** Waits for the sender: if it met the error first, it is about to report it. */
    private void awaitSender() {
        sender.stop();
        try {
            sending.join(LONGEST_WRITE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether {@code failure} is this error. The channel gives no number, only the C library's message for it. */
    private static boolean isError(IOException failure, int errno) {
        return LibC.INSTANCE.strerror(errno).getString(0).equals(failure.getMessage());
    }
}
