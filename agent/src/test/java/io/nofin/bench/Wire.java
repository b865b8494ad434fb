package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Two namespaces, a veth pair between them, and flows over it. Closing it lets them go. */
record Wire(NetworkNamespace near, NetworkNamespace far) implements AutoCloseable {

    static final String NEAR = "10.99.0.1";
    static final String FAR = "10.99.0.2";

    private static final int SECONDS = 1;
    private static final int ECHO_PORT = 7_007;
    private static final int PINGS = 400;

    static Wire create() throws IOException {
        Wire wire = new Wire(NetworkNamespace.create(), NetworkNamespace.create());
        Shell.in(wire.near, "ip link set lo up && ip link add name eth0 type veth peer name eth0 netns " + wire.far.descriptorPath()
            + " && ip address add " + NEAR + "/24 dev eth0 && ip link set eth0 up");
        Shell.in(wire.far, "ip link set lo up && ip address add " + FAR + "/24 dev eth0 && ip link set eth0 up");
        return wire;
    }

    /** TCP from near to far for a second, in Gbit/s. */
    double throughput() throws Exception {
        return Iperf.gbits(near, far, FAR, SECONDS, 0);
    }

    /** A datagram's way from near to far and back, in microseconds: the median of some. */
    double roundTrip() throws Exception {
        DatagramSocket echo = far.call(() -> new DatagramSocket(new InetSocketAddress(InetAddress.getByName(FAR), ECHO_PORT)));
        Thread echoing = new Thread(() -> echo(echo));
        echoing.start();
        try (echo; DatagramSocket pinging = near.call(() -> new DatagramSocket())) {
            pinging.setSoTimeout(1_000);
            pinging.connect(echo.getLocalSocketAddress());
            DatagramPacket packet = new DatagramPacket(new byte[64], 64);
            Sample micros = new Sample();
            for (int ping = 0; ping < PINGS; ping++) {
                long start = System.nanoTime();
                pinging.send(packet);
                pinging.receive(packet);
                micros.add((System.nanoTime() - start) / 1e3);
            }
            return micros.median();
        } finally {
            echoing.join();
        }
    }

    private static void echo(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        try {
            while (true) {
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (SocketException closed) {
            // the round is over
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
