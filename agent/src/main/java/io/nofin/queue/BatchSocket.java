package io.nofin.queue;

import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.MessageVector;
import io.nofin.linux.SocketOption;
import io.nofin.linux.Syscall;
import java.io.IOException;

/**
 * A socket that sends packets in the order they are given, several with one system call. Stays in the namespace of the thread that
 * opened it. Not thread-safe.
 */
abstract class BatchSocket implements AutoCloseable {

    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SEND_BUFFER = 32 << 20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MARK = 24;                 // a control message with four bytes, see cmsg(3)
    private static final int MARK_LENGTH = 20;

    private final FileDescriptor descriptor;
    private final SendOutcome sendOutcome;
    private final MessageVector messages;
    private final Packet[] packets;
    private int count;

    /**
     * Opens a raw socket.
     *
     * @param family      the address family
     * @param batch       the most packets of one system call
     * @param sendOutcome is told of each packet
     */
    BatchSocket(int family, int protocol, int batch, SendOutcome sendOutcome) throws IOException {
        this.descriptor = FileDescriptor.of(Syscall.check("socket SOCK_RAW",
            () -> LibC.INSTANCE.socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol)));
        this.sendOutcome = sendOutcome;
        this.messages = new MessageVector(batch);
        this.packets = new Packet[batch];
        try {
            set(SocketOption.SO_SNDBUFFORCE, SEND_BUFFER);
        } catch (IOException | RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Writes the place, the address and the control messages of a packet as message {@code i}. */
    abstract void describe(MessageVector messages, int i, Packet packet);

    /** Receives a packet that the kernel did not take. */
    void refused(Packet packet, int errno) {
        sendOutcome.refused(packet, errno);
    }

    final void set(SocketOption option, int value) throws IOException {
        option.set(descriptor, value);
    }

    /** Takes over a packet to be sent now, or with the next few. */
    final void send(Packet packet) {
        packets[count] = packet;
        describe(messages, count, packet);
        if (++count == packets.length) {
            flush();
        }
    }

    /** Sends those not sent yet. */
    final void flush() {
        int from = 0;
        while (from < count) {
            int sent = messages.send(descriptor.number(), from, count, MSG_DONTWAIT);
            if (sent > 0) {
                from += sent;
            } else if (LibC.errno() != Errno.EINTR.value()) {
                refused(packets[from], LibC.errno());
                from++;
            }
        }
        for (int i = 0; i < count; i++) {
            sendOutcome.done(packets[i]);
        }
        count = 0;
    }

    /**
     * Makes room for the control messages of message {@code i}, the last of which sets the packet's mark.
     *
     * @param before the length of the other control messages
     * @param marked whether the mark needs to be set
     * @return the place of the other control messages
     */
    static int control(MessageVector messages, int i, int before, boolean marked, int mark) {
        int at = messages.controlAt(i, before + (marked ? MARK : 0));
        if (marked) {
            messages.controls().putLong(at + before, MARK_LENGTH).putInt(at + before + 8, SocketOption.SOL_SOCKET)
                .putInt(at + before + 12, SocketOption.SO_MARK.number()).putInt(at + before + 16, mark);
        }
        return at;
    }

    @Override
    public final void close() {
        descriptor.close();
    }
}
