package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Nofin;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * The kernel holds the first packets of a connection where it is tracked, and nofin sends copies of the next ones: they stay in order
 * where one follows the other.
 */
class OrderTest extends InWorld {

    private static final int PORT = 4700;
    private static final int FLOWS = 40;
    private static final int DATAGRAMS = 400;
    private static final int ROOM = 1 << 20;       // of which the kernel grants what net.core.rmem_max allows: enough for all of a flow
    private static final long BETWEEN_NANOS = 30_000;       // close enough that some of both kinds are due together

    @Test
    void aDelayKeepsTheOrderAtTheBeginningOfConnections() throws Exception {
        world.sh("nsenter --net=/run/netns/app iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE");
        try (DatagramSocket receiver = world.namespace("peer").call(() -> new DatagramSocket(new InetSocketAddress(PEER, PORT)));
                Nofin nofin = Nofin.start(world, "delay", "5ms", "--target", "netns:app", "--direction", "out", "--for", "20s").awaitFiring()) {
            receiver.setReceiveBufferSize(ROOM);
            for (int flow = 0; flow < FLOWS; flow++) {
                int number = flow;
                FutureTask<Integer> overtaken = start(() -> overtaken(receiver, number));
                app.call(() -> {
                    stream(number);
                    return null;
                });
                assertEquals(0, overtaken.get(), "datagrams that a later one overtook, flow " + flow);
            }
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    private static void stream(int flow) throws IOException {
        try (DatagramSocket sender = new DatagramSocket()) {
            for (int number = 0; number < DATAGRAMS; number++) {
                byte[] bytes = ByteBuffer.allocate(2 * Integer.BYTES).putInt(flow).putInt(number).array();
                sender.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(PEER), PORT));
                long next = System.nanoTime() + BETWEEN_NANOS;
                while (System.nanoTime() - next < 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static int overtaken(DatagramSocket receiver, int flow) throws Exception {
        receiver.setSoTimeout(2_000);
        List<Integer> numbers = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        while (numbers.size() < DATAGRAMS) {
            try {
                receiver.receive(packet);
            } catch (SocketTimeoutException lost) {
                throw new AssertionError(numbers.size() + " of " + DATAGRAMS + " came", lost);
            }
            ByteBuffer bytes = ByteBuffer.wrap(packet.getData());
            if (bytes.getInt() == flow) {
                numbers.add(bytes.getInt());
            }
        }
        int most = -1;
        int overtaken = 0;
        for (int number : numbers) {
            overtaken += number < most ? 1 : 0;
            most = Math.max(most, number);
        }
        return overtaken;
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
