package io.nofin.queue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.MarkBits;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Two namespaces with a cable between them; faults are on the near one. Its addresses end in 1, the far one's in 2. */
public final class TwoHosts implements AutoCloseable {

    public static final String FAR_4 = "10.77.0.2";
    public static final String FAR_6 = "fd77::2";
    public static final String NEAR_4 = "10.77.0.1";
    public static final String NEAR_6 = "fd77::1";
    public static final MarkBits MARKS = MarkBits.outOf(0xFFFF, 4);
    public static final int QUEUE = 700;

    private static final String[] FAMILIES = {"iptables", "ip6tables"};
    private static final int ATTEMPTS = 1_500;

    private final NetworkNamespace near;
    private final NetworkNamespace far;
    private final Deque<QueueEngine> engines = new ArrayDeque<>();
    private boolean installed;

    public TwoHosts() throws IOException {
        near = NetworkNamespace.create();
        far = NetworkNamespace.create();
        Shell.in(near, "ip link add name wire type veth peer name wire netns " + far.descriptorPath());
        configure(near, NEAR_4, NEAR_6);
        configure(far, FAR_4, FAR_6);
        awaitWay(near, far, FAR_6);
        awaitWay(far, near, NEAR_6);
        awaitWay(near, far, FAR_4);
    }

    /** Links and IPv6 addresses take a while until they can be used. */
    private static void awaitWay(NetworkNamespace from, NetworkNamespace to, String address) throws IOException {
        try (Datagrams datagrams = new Datagrams(from, to, address)) {
            for (int i = 0; i < ATTEMPTS; i++) {
                if (!datagrams.send(1, 8, 0).receive(20).isEmpty()) {
                    datagrams.receive(20);
                    return;
                }
            }
        }
        throw new IOException("no way from one host to the other: address=" + address);
    }

    private static void configure(NetworkNamespace host, String ipv4, String ipv6) throws IOException {
        Shell.in(host, "sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.wire.accept_dad=0; ip link set lo up; "
            + "ip address add " + ipv4 + "/24 dev wire; ip address add " + ipv6 + "/64 dev wire nodad; ip link set wire up");
    }

    public NetworkNamespace near() {
        return near;
    }

    public NetworkNamespace far() {
        return far;
    }

    /** Has the first lane shape all packets of a direction but neighbour discovery. */
    public Lane shape(Side side, Shaping shaping) throws IOException {
        Lane lane = engine(7).lane(side, MARKS.lane(0), shaping);
        install(side, "-p all");
        return lane;
    }

    public QueueEngine engine(long seed) {
        return own(QueueEngine.start(near, QUEUE, MARKS, seed));
    }

    /** Has the engine closed with the hosts. */
    QueueEngine own(QueueEngine engine) {
        engines.push(engine);
        return engine;
    }

    /** Installs the rules of the package's documentation; the n-th selector belongs to the n-th lane. */
    public void install(Side side, String... selectors) throws IOException {
        install("test", MARKS, QUEUE, side, selectors);
    }

    /** The same for another run, in front of those that are there. */
    void install(String run, MarkBits marks, int queue, Side side, String... selectors) throws IOException {
        installed = true;
        for (String family : FAMILIES) {
            Shell.in(near, "printf '%s\\n' '" + String.join("' '", Rules.install(run, side, marks, queue,
                family.startsWith("ip6"), selectors)) + "' | " + family + "-restore --noflush -w");
        }
    }

    @Override
    public void close() throws IOException {
        for (String family : installed ? FAMILIES : new String[0]) {
            Shell.in(near, "for t in mangle filter; do " + family + " -t $t -F; done");
        }
        engines.forEach(QueueEngine::close);
        near.close();
        far.close();
    }
}
