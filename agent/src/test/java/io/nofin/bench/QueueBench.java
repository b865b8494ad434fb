package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.queue.QueueEngine;
import io.nofin.queue.Shapings;
import io.nofin.queue.TwoHosts;
import io.nofin.scenario.Direction;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Figures of the queue engine between two namespaces. Arguments: {@code tcp}, {@code flood} (64-byte datagrams) or {@code delay};
 * {@code out} or {@code in}; the delay in milliseconds, -1 for none and no rules. Needs root and a JVM that compiles with C2.
 */
public final class QueueBench {

    private QueueBench() {
    }

    public static void main(String[] args) throws Exception {
        Direction direction = args.length > 1 && args[1].equals("in") ? Direction.IN : Direction.OUT;
        int delay = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        try (TwoHosts hosts = new TwoHosts()) {
            if (delay >= 0) {
                QueueEngine engine = hosts.engine(7);
                var lane = engine.lane(direction, TwoHosts.MARKS.lane(0), Shapings.delay(Duration.ofMillis(delay)));
                hosts.install(direction, "-p all");
                run(args[0], hosts, direction);
                System.out.println(lane.counts());
                cpu(lane.counts().seen());
                engine.lateness(direction).ifPresent(late -> System.out.printf("lateness of %d: p50 %s p99 %s p99.9 %s%n", late.packets(),
                    late.quantile(.5), late.quantile(.99), late.quantile(.999)));
                System.out.println("refused " + engine.refused() + " failures " + engine.failures());
                System.out.println(Shell.in(hosts.near(), "cat /proc/self/net/netfilter/nfnetlink_queue"));
                engine.failures().forEach(Throwable::printStackTrace);
            } else {
                run(args[0], hosts, direction);
            }
        }
    }

    /** One-way delays of datagrams to the far host, sent every two milliseconds. */
    private static String delays(NetworkNamespace from, NetworkNamespace to, String address, int count) throws IOException {
        DatagramSocket receiver = to.call(() -> new DatagramSocket(new InetSocketAddress(address, 7_000)));
        DatagramSocket sender = from.call(() -> new DatagramSocket());
        long[] nanos = new long[count];
        Thread receiving = new Thread(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[8], 8);
            try {
                receiver.setSoTimeout(2_000);
                for (int i = 0; i < count; i++) {
                    receiver.receive(packet);
                    nanos[i] = System.nanoTime() - ByteBuffer.wrap(packet.getData()).getLong();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        receiving.start();
        try (receiver; sender) {
            for (int i = 0; i < count; i++) {
                byte[] data = ByteBuffer.allocate(8).putLong(System.nanoTime()).array();
                sender.send(new DatagramPacket(data, 8, new InetSocketAddress(address, 7_000)));
                Thread.sleep(2);
            }
            receiving.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        long[] warm = Arrays.copyOfRange(nanos, count / 5, count);
        Arrays.sort(warm);
        return String.format("p1 %d p50 %d p99 %d p99.9 %d max %d us", warm[warm.length / 100] / 1000, warm[warm.length / 2] / 1_000,
            warm[warm.length * 99 / 100] / 1_000, warm[warm.length * 999 / 1000] / 1_000, warm[warm.length - 1] / 1_000);
    }

    /** The processes that send and receive get a processor as the engine does, so that others on the host do not matter. */
    private static void flood(TwoHosts hosts, Direction direction) throws IOException {
        boolean out = direction == Direction.OUT;
        Process receiver = (out ? hosts.far() : hosts.near()).call(() -> flood("-", "4", "2").start());
        Process sender = (out ? hosts.near() : hosts.far())
            .call(() -> flood(out ? TwoHosts.FAR_4 : TwoHosts.NEAR_4, "3", "4").start());
        receiver.onExit().join();
        sender.onExit().join();
    }

    private static ProcessBuilder flood(String... arguments) {
        List<String> command = new ArrayList<>(List.of("chrt", "--rr", "1", ProcessHandle.current().info().command().orElseThrow(), "-cp",
            System.getProperty("java.class.path"), "-XX:+UseSerialGC", Flood.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO();
    }

    private static void cpu(long packets) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread.getThreadName().startsWith("nofin-queue")) {
                long cpu = threads.getThreadCpuTime(thread.getThreadId());
                System.out.printf("engine: cpu %d ms, %d ns for each packet%n", cpu / 1_000_000, cpu / Math.max(1, packets));
            }
        }
    }

    private static void run(String what, TwoHosts hosts, Direction direction) throws IOException {
        switch (what) {
            case "tcp" -> {
                Process server = hosts.far().call(() -> new ProcessBuilder("iperf3", "-s", "-1").inheritIO().start());
                try {
                    Shell.in(hosts.far(), "sleep 0.5");
                    System.out.println(Shell.in(hosts.near(), "iperf3 -c " + TwoHosts.FAR_4 + " -t 8 -i 4" + (direction == Direction.IN ? " -R" : "")));
                } finally {
                    server.destroy();
                }
            }
            case "flood" -> flood(hosts, direction);
            default -> {
                boolean out = direction == Direction.OUT;
                NetworkNamespace from = out ? hosts.near() : hosts.far();
                NetworkNamespace to = out ? hosts.far() : hosts.near();
                System.out.println("IPv4 " + delays(from, to, out ? TwoHosts.FAR_4 : TwoHosts.NEAR_4, 1_500));
                System.out.println("IPv6 " + delays(from, to, out ? TwoHosts.FAR_6 : TwoHosts.NEAR_6, 1_500));
            }
        }
    }
}
