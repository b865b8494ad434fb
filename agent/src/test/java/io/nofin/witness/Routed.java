package io.nofin.witness;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.MarkBits;
import io.nofin.queue.QueueEngine;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/** Two hosts and a router between them, which a test can make do to packets what it likes. */
final class Routed implements AutoCloseable {

    static final String FAR = "10.78.2.2";
    static final String NEAR = "10.78.1.2";

    private static final MarkBits MARKS = MarkBits.outOf(0xFFFF, 2);
    private static final int QUEUE = 700;

    private final NetworkNamespace router = NetworkNamespace.create();
    private final TargetHost near;
    private final TargetHost far;
    private final Deque<QueueEngine> engines = new ArrayDeque<>();

    Routed() throws IOException {
        NetworkNamespace one = NetworkNamespace.create();
        NetworkNamespace other = NetworkNamespace.create();
        Shell.in(router, "ip link set lo up; echo 1 > /proc/sys/net/ipv4/ip_forward"
            + "; ip link add near0 type veth peer name eth0 netns " + one.descriptorPath()
            + "; ip link add far0 type veth peer name eth0 netns " + other.descriptorPath()
            + "; ip addr add 10.78.1.1/24 dev near0; ip addr add 10.78.2.1/24 dev far0; ip link set near0 up; ip link set far0 up");
        configure(one, NEAR, "10.78.1.1");
        configure(other, FAR, "10.78.2.1");
        near = NamespaceInspector.inspect("near", "test", one);
        far = NamespaceInspector.inspect("far", "test", other);
        try (Conversation first = new Conversation(near, far, farAddress())) {
            first.exchange(1);                              // neighbours are found
        }
    }

    private static void configure(NetworkNamespace host, String address, String gateway) throws IOException {
        Shell.in(host, "ip link set lo up; ip addr add " + address + "/24 dev eth0; ip link set eth0 up; ip route add default via " + gateway);
    }

    TargetHost near() {
        return near;
    }

    TargetHost far() {
        return far;
    }

    InetAddress farAddress() throws IOException {
        return InetAddress.getByName(FAR);
    }

    NetworkNamespace router() {
        return router;
    }

    /** Has the queue engine shape what the router gets of a protocol from the near host. */
    void shape(String protocol, Shaping shaping) throws IOException {
        shape(router, Side.INGRESS, "-s " + NEAR + " -p " + protocol, shaping);
    }

    /** Has the queue engine shape what the near host itself sends of a protocol. */
    void shapeSender(String protocol, Shaping shaping) throws IOException {
        shape(near.namespace(), Side.EGRESS, "-p " + protocol, shaping);
    }

    private void shape(NetworkNamespace host, Side side, String selector, Shaping shaping) throws IOException {
        QueueEngine engine = QueueEngine.start(host, QUEUE, MARKS, 7);
        engines.push(engine);
        engine.lane(side, MARKS.lane(0), shaping);
        boolean out = side == Side.EGRESS;
        String past = MarkBits.hex(out ? MARKS.pastOut() : MARKS.pastIn());
        String chain = out ? "POSTROUTING" : "PREROUTING";
        Shell.in(host, "iptables -t mangle -A " + chain + " -m mark --mark " + past + "/" + past + " -j RETURN"
            + "; iptables -t mangle -A " + chain + " " + selector + " -j MARK --or-mark " + MarkBits.hex(MARKS.lane(0))
            + "; iptables -t mangle -A " + chain + " -m mark ! --mark 0x0/" + MarkBits.hex(MARKS.lanes())
            + " -j NFQUEUE --queue-num " + engine.queueNumber(side) + " --queue-bypass");
    }

    @Override
    public void close() throws IOException {
        Shell.in(router, "iptables -t mangle -F");
        Shell.in(near.namespace(), "iptables -t mangle -F");
        engines.forEach(QueueEngine::close);
        near.namespace().close();
        far.namespace().close();
        router.close();
    }
}
