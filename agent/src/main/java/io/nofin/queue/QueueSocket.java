package io.nofin.queue;

import io.nofin.linux.DirectMemory;
import io.nofin.linux.Errno;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.MessageVector;
import io.nofin.linux.SocketOption;
import io.nofin.linux.Syscall;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.netfilter.QueueConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Receives the packets of one NFQUEUE number in the namespace of the thread that opened it, several with one system call. Not
 * thread-safe.
 */
final class QueueSocket implements Closeable {

    /** Takes the packets of one call. */
    @FunctionalInterface
    interface Receiver {
        /** @param packet the message's bytes in network order */
        void receive(QueuedPacket queuedPacket, ByteBuffer packet);
    }

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_NETFILTER = 12;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int NLMSG_ERROR = 2;
    private static final int PACKET = 3 << 8;           // NFNL_SUBSYS_QUEUE, NFQNL_MSG_PACKET

    private static final int BATCH = 64;
    private static final int LARGE_BATCH = 4;           // large packets take long, and those that are due must not wait for it
    private static final int LARGE_BYTES = 4_096;    // on the average
    private static final int ROOM = 1 << 16 | 1 << 10;  // the largest packet and what the kernel says of it
    private static final int KERNEL_BUFFER = 64 << 20;
    private static final int MAX_PACKETS = 1 << 15;

    private final FileDescriptor descriptor;
    private final int number;
    private final MessageVector messages = new MessageVector(BATCH);
    private final ByteBuffer memory = DirectMemory.allocate(BATCH * ROOM);
    private final ByteBuffer bigEndian = memory.duplicate().order(ByteOrder.BIG_ENDIAN);
    private final QueuedPacket queuedPacket = new QueuedPacket();
    private int batch = BATCH;

    QueueSocket(int number, int copyBytes, boolean gso) throws IOException {
        this.number = number;
        this.descriptor = FileDescriptor.of(Syscall.check("socket AF_NETLINK",
            () -> LibC.INSTANCE.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER)));
        try {
            SocketOption.SO_RCVBUFFORCE.set(descriptor, KERNEL_BUFFER);
            SocketOption.SO_SNDBUFFORCE.set(descriptor, KERNEL_BUFFER);
            SocketOption.NETLINK_NO_ENOBUFS.set(descriptor, 1);
            send(config(copyBytes, gso).bind().encode(1, 0));
            awaitBound();
        } catch (IOException | RuntimeException e) {
            descriptor.close();
            throw e;
        }
        long address = DirectMemory.address(memory);
        for (int i = 0; i < BATCH; i++) {
            messages.piece(i, address + (long) i * ROOM, ROOM);
            messages.controlAt(i, 0);
        }
    }

    int descriptor() {
        return descriptor.number();
    }

    /** Configures the queue from the next packet on. */
    void configure(int copyBytes, boolean gso) throws IOException {
        send(config(copyBytes, gso).change().encode(0, 0));
    }

    /** Receives some of the packets that wait; returns false when there are none. */
    boolean receive(Receiver receiver) {
        int count = messages.receive(descriptor.number(), batch, MSG_DONTWAIT);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            int start = i * ROOM;
            int length = messages.received(i);
            bytes += length;
            if ((memory.getShort(start + 4) & 0xFFFF) == PACKET) {
                receiver.receive(queuedPacket.read(memory, start, start + length), bigEndian);
            }
        }
        batch = bytes > (long) LARGE_BYTES * count ? LARGE_BATCH : BATCH;
        return count > 0;
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private QueueConfig config(int copyBytes, boolean gso) {
        return new QueueConfig(number, copyBytes, MAX_PACKETS, gso);
    }

    private void send(byte[] message) throws IOException {
        Syscall.check("configure queue " + number, () -> LibC.INSTANCE.send(descriptor.number(), message, message.length, 0));
    }

    /**
     * Waits until the queue is bound. Rules that send packets here must not be there yet: a packet that came before would wait for a
     * verdict for ever.
     */
    private void awaitBound() throws IOException {
        byte[] answer = new byte[ROOM];
        while (true) {
            Syscall.check("bind queue " + number, () -> LibC.INSTANCE.recv(descriptor.number(), answer, answer.length, 0));
            ByteBuffer message = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
            if (message.getShort(4) == NLMSG_ERROR) {
                int error = -message.getInt(16);
                if (error > 0) {
                    throw new NetlinkException("bind NFQUEUE " + number, error,
                        error == Errno.EPERM.value() || error == Errno.EBUSY.value() ? "somebody else is bound to it" : "");
                }
                return;
            }
        }
    }
}
