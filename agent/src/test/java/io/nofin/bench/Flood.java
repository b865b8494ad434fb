package io.nofin.bench;

import io.nofin.linux.DirectMemory;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.MessageVector;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sends, or receives, as many IPv4 datagrams of 64 bytes, all their headers included, as one thread can. The arguments are an address, or
 * {@code -} to receive; the seconds to warm up; and the seconds to measure. Prints the number of datagrams per second; a receiver says
 * first that it is ready.
 */
public final class Flood {

    private static final int PORT = 7_777;
    private static final int BATCH = 64;
    private static final int DATA = 36;
    private static final int ROOM = 2_048;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final long NANOS = 1_000_000_000L;

    private Flood() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean receiving = args[0].equals("-");
        MessageVector messages = new MessageVector(BATCH);
        ByteBuffer memory = DirectMemory.allocate(BATCH * ROOM);
        for (int i = 0; i < BATCH; i++) {
            messages.piece(i, DirectMemory.address(memory) + (long) i * ROOM, receiving ? ROOM : DATA);
            messages.controlAt(i, 0);
        }
        try (FileDescriptor socket = FileDescriptor.of(Syscall.check("socket", () -> LibC.INSTANCE.socket(AF_INET, SOCK_DGRAM, 0)))) {
            if (receiving) {
                bind(socket);
                System.out.println("ready");
            } else {
                address(messages, InetAddress.getByName(args[0]).getAddress());
            }
            run(socket, messages, receiving, Integer.parseInt(args[1]));
            long before = System.nanoTime();
            long count = run(socket, messages, receiving, Integer.parseInt(args[2]));
            System.out.println(count * NANOS / (System.nanoTime() - before));
        }
    }

    private static long run(FileDescriptor socket, MessageVector messages, boolean receiving, int seconds) throws InterruptedException {
        long until = System.nanoTime() + seconds * NANOS;
        long count = 0;
        while (System.nanoTime() < until) {
            int done = receiving
                ? messages.receive(socket.number(), BATCH, MSG_DONTWAIT)
                : messages.send(socket.number(), 0, BATCH / 2, 0);
            count += Math.max(0, done);
            if (receiving && done <= 0) {
                Thread.sleep(1);
            }
        }
        return count;
    }

    private static void bind(FileDescriptor socket) throws IOException {
        byte[] size = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(64 << 20).array();
        Syscall.check("setsockopt", () -> LibC.INSTANCE.setsockopt(socket.number(), SOL_SOCKET, SO_RCVBUFFORCE, size, size.length));
        byte[] any = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putShort((short) AF_INET)
            .order(ByteOrder.BIG_ENDIAN).putShort((short) PORT).array();
        Syscall.check("bind", () -> LibC.INSTANCE.bind(socket.number(), any, any.length));
    }

    private static void address(MessageVector messages, byte[] address) {
        for (int i = 0; i < BATCH; i++) {
            int at = messages.nameAt(i, 16);
            messages.names().putShort(at, (short) AF_INET).put(at + 2, (byte) (PORT >> 8)).put(at + 3, (byte) PORT).put(at + 4, address);
        }
    }
}
