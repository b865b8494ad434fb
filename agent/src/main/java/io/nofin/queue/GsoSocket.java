package io.nofin.queue;

import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.MessageVector;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sends packets behind all rules of the namespace, large ones whole for the device to take apart: through a packet socket with
 * virtio-net headers; see packet(7). Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class GsoSocket implements AutoCloseable {

    private static final int BATCH = 16;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_MARK = 36;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_VNET_HDR = 15;
    private static final int SEND_BUFFER = 32 << 20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ADDRESS = 20;              // struct sockaddr_ll
    private static final int MARK = 24;                 // a control message with four bytes

    private final FileDescriptor descriptor;
    private final SendOutcome sendOutcome;
    private final MessageVector messages = new MessageVector(BATCH);
    private final Packet[] packets = new Packet[BATCH];
    private int count;
    private boolean trying;                             // a refusal is the caller's to deal with

    GsoSocket(SendOutcome sendOutcome) throws IOException {
        this.sendOutcome = sendOutcome;
        this.descriptor = FileDescriptor.of(Syscall.check("socket AF_PACKET",
            () -> LibC.INSTANCE.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)));
        setOption(SOL_PACKET, PACKET_VNET_HDR, 1);
        setOption(SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER);
    }

    /** Takes over a packet to be sent now, or with the next few. */
    void send(Packet packet) {
        int i = count++;
        packets[i] = packet;
        messages.piece(i, packet.address, packet.length + FramePrefix.PREFIX);
        ByteBuffer names = messages.names();
        int at = messages.nameAt(i, ADDRESS);
        names.putShort(at, (short) AF_PACKET)                                           // sll_family
            .putShort(at + 2, packet.memory.duplicate().order(names.order()).getShort(packet.at + FramePrefix.PREFIX - 2))  // sll_protocol
            .putInt(at + 4, packet.device)                                              // sll_ifindex
            .putLong(at + 8, 0).putInt(at + 16, 0);                                     // the address is in the header
        int control = messages.controlAt(i, packet.mark == 0 ? 0 : MARK);
        if (packet.mark != 0) {
            messages.controls().putLong(control, 20).putInt(control + 8, SOL_SOCKET).putInt(control + 12, SO_MARK)
                .putInt(control + 16, packet.mark);
        }
        if (count == BATCH) {
            flush();
        }
    }

    /** Sends a packet behind those not sent yet, and tells whether the kernel took it. */
    boolean sendNow(Packet packet) {
        flush();
        trying = true;
        send(packet);
        flush();
        boolean taken = trying;
        trying = false;
        return taken;
    }

    /** Sends those not sent yet. */
    void flush() {
        int from = 0;
        while (from < count) {
            int sent = messages.send(descriptor.number(), from, count, MSG_DONTWAIT);
            if (sent > 0) {
                from += sent;
            } else if (LibC.errno() != Errno.EINTR.value()) {
                if (trying) {
                    trying = false;
                } else {
                    sendOutcome.refused(packets[from], LibC.errno());
                }
                from++;
            }
        }
        for (int i = 0; i < count; i++) {
            sendOutcome.done(packets[i]);
        }
        count = 0;
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private void setOption(int level, int option, int value) throws IOException {
        byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
        Syscall.check("setsockopt " + option,
            () -> LibC.INSTANCE.setsockopt(descriptor.number(), level, option, bytes, bytes.length));
    }
}
