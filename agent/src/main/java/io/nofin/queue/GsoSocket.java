package io.nofin.queue;

import io.nofin.linux.MessageVector;
import io.nofin.linux.SocketOption;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends packets behind all rules of the namespace, large ones whole for the device to take apart: through a packet socket with
 * virtio-net headers; see packet(7). Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class GsoSocket extends BatchSocket {

    private static final int BATCH = 16;
    private static final int AF_PACKET = 17;
    private static final int ADDRESS = 20;              // struct sockaddr_ll

    private boolean trying;                             // a refusal is the caller's to deal with

    GsoSocket(SendOutcome sendOutcome) throws IOException {
        super(AF_PACKET, 0, BATCH, sendOutcome);
        try {
            set(SocketOption.PACKET_VNET_HDR, 1);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
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

    @Override
    void refused(Packet packet, int errno) {
        if (trying) {
            trying = false;
        } else {
            super.refused(packet, errno);
        }
    }

    @Override
    void describe(MessageVector messages, int i, Packet packet) {
        messages.piece(i, packet.address, packet.length + GsoPrefix.BYTES);
        ByteBuffer names = messages.names();
        int at = messages.nameAt(i, ADDRESS);
        names.putShort(at, (short) AF_PACKET)                                           // sll_family
            .putShort(at + 2, packet.memory.duplicate().order(names.order()).getShort(packet.at + GsoPrefix.BYTES - 2))  // sll_protocol
            .putInt(at + 4, packet.device)                                              // sll_ifindex
            .putLong(at + 8, 0).putInt(at + 16, 0);                                     // the address is in the header
        control(messages, i, 0, packet.mark != 0, packet.mark);
    }
}
