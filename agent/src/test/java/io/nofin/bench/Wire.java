package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Two namespaces, a veth pair between them, and flows over it. Closing it lets them go. */
record Wire(NetworkNamespace near, NetworkNamespace far) implements AutoCloseable {

    static final String NEAR = "10.99.0.1";
    static final String FAR = "10.99.0.2";

    private static final int SECONDS = 1;
    private static final int PORT = 7_007;
    private static final int PINGS = 100;
    private static final byte[] CACHES = new byte[1 << 20];     // more than a processor's first cache holds

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

    /**
     * A datagram's way from near to far and back, in microseconds: the median of some. One thread has both ends, so that nobody is
     * woken up, and finds caches as another program has left them.
     */
    double roundTrip() throws Exception {
        InetSocketAddress here = new InetSocketAddress(NEAR, PORT);
        InetSocketAddress there = new InetSocketAddress(FAR, PORT);
        try (DatagramChannel one = near.call(() -> DatagramChannel.open().bind(here)); DatagramChannel other = far.call(() -> DatagramChannel.open().bind(there))) {
            one.connect(there);
            other.connect(here);
            ByteBuffer packet = ByteBuffer.allocateDirect(64);
            Sample micros = new Sample();
            for (int ping = 0; ping < PINGS; ping++) {
                for (int at = 0; at < CACHES.length; at += 64) {
                    CACHES[at]++;
                }
                long start = System.nanoTime();
                one.write(packet.clear());
                other.read(packet.clear());
                other.write(packet.clear());
                one.read(packet.clear());
                micros.add((System.nanoTime() - start) / 1e3);
            }
            return micros.median();
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
