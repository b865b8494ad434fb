package io.nofin.inject;

import io.nofin.api.UnsupportedHostException;
import io.nofin.lifecycle.FailureCollector;
import io.nofin.linux.CrashPoint;
import io.nofin.linux.Errno;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.route.ForeignQdiscException;
import io.nofin.netlink.route.QdiscCounters;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.plan.HostPlan;
import io.nofin.plan.QueuePlan;
import io.nofin.plan.Shape;
import io.nofin.queue.Lane;
import io.nofin.queue.QueueEngine;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The engines that shape packets in one namespace: they are there before the first rule brings one, and until the last rule is gone.
 * Closing releases the packets that wait in the queue engine, and puts back every device's qdiscs; packets that wait in a netem are
 * lost. Closing twice is fine. Not thread-safe.
 */
final class HostShaping implements AutoCloseable {

    private final String host;
    private final Map<Shape.ByQueue, Lane> lanes = new LinkedHashMap<>();
    private final List<Shape.ByNetem> netems = new ArrayList<>();
    private final List<ShapingTree> trees = new ArrayList<>();
    private Optional<QueueEngine> engine = Optional.empty();
    private Optional<RouteSocket> route = Optional.empty();

    private HostShaping(String host) {
        this.host = host;
    }

    /** Creates the shapers of a plan's namespace; they do nothing before they are started. */
    static HostShaping of(HostPlan plan) {
        return new HostShaping(plan.host().label());
    }

    /**
     * Starts everything in the plan; costs nothing where there is nothing. If that fails, closing stops what has started.
     *
     * @param namespace the namespace, which is used until closed; the caller closes it
     */
    void start(HostPlan plan, NetworkNamespace namespace) throws IOException {
        if (plan.shaping().queue().isPresent()) {
            startEngine(plan.shaping().queue().get(), plan.shaping().lanes(), namespace);
        }
        if (!plan.shaping().devices().isEmpty()) {
            startTrees(plan, namespace);
        }
    }

    /** Changes the shaping of a fault's packets from now on; those that wait stay, and go at the time they were given. */
    void set(String fault, Shaping shaping) throws IOException {
        for (Map.Entry<Shape.ByQueue, Lane> lane : lanes.entrySet()) {
            if (lane.getKey().fault().equals(fault)) {
                lane.getValue().set(shaping);
            }
        }
        for (Shape.ByNetem shape : netems) {
            if (shape.fault().equals(fault)) {
                for (ShapingTree tree : trees) {
                    tree.change(shape.id(), shape.netem(shaping));
                }
            }
        }
    }

    /** Returns what became of a fault's packets so far; empty where the fault does not shape. */
    Optional<Shaped> shaped(String fault, Side side) throws IOException {
        for (Map.Entry<Shape.ByQueue, Lane> lane : lanes.entrySet()) {
            if (lane.getKey().fault().equals(fault) && lane.getKey().side() == side) {
                long drops = engine.isPresent() ? engine.get().kernelDrops(side).all() : 0;
                return Optional.of(new Shaped.ByQueue(lane.getValue().counts(), drops));
            }
        }
        for (Shape.ByNetem shape : netems) {
            if (shape.fault().equals(fault) && side == Side.EGRESS) {
                QdiscCounters sum = QdiscCounters.NONE;
                for (ShapingTree tree : trees) {
                    sum = sum.plus(tree.counters(shape.id()));
                }
                return Optional.of(new Shaped.ByNetem(sum));
            }
        }
        return Optional.empty();
    }

    /** Returns the number of packets that wait: closing would lose those in netems, and release the others too early. */
    long held() throws IOException {
        long held = engine.map(QueueEngine::waiting).orElse(0);
        for (Shape.ByNetem shape : netems) {
            for (ShapingTree tree : trees) {
                held += tree.counters(shape.id()).held();
            }
        }
        return held;
    }

    /** Returns descriptions of the qdiscs that somebody else has taken away or changed; none when all are as they were made. */
    List<String> lost() throws IOException {
        List<String> lost = new ArrayList<>();
        for (ShapingTree tree : trees) {
            lost.addAll(tree.missing());
        }
        return lost;
    }

    /** Makes lost qdiscs again; returns false where somebody's own qdisc is in the place of one, which stays. */
    boolean putBack() throws IOException {
        boolean all = true;
        for (ShapingTree tree : trees) {
            all &= tree.putBack();
        }
        return all;
    }

    /** Returns messages about failures of the queue engine; since then packets pass there unshaped. */
    List<String> failures() {
        return engine.stream().flatMap(running -> running.failures().stream())
            .map(failure -> host + ": the queue engine failed, and packets passed unshaped since: " + failure).toList();
    }

    @Override
    public void close() throws IOException {
        FailureCollector failures = new FailureCollector();
        engine.ifPresent(QueueEngine::close);
        engine = Optional.empty();
        trees.forEach(tree -> failures.attempt(tree::close));
        trees.clear();
        route.ifPresent(RouteSocket::close);
        route = Optional.empty();
        failures.throwIfAny();
    }

    private void startEngine(QueuePlan plan, List<Shape.ByQueue> shapes, NetworkNamespace namespace) throws IOException {
        QueueEngine started = QueueEngine.start(namespace, plan.number(), plan.marks(), plan.seed(), plan.resending());
        engine = Optional.of(started);
        for (Shape.ByQueue shape : shapes) {
            lanes.put(shape, started.lane(shape.side(), shape.bit(), shape.shaping()));
        }
    }

    private void startTrees(HostPlan plan, NetworkNamespace namespace) throws IOException {
        RouteSocket socket = namespace.visit(RouteSocket::open);
        route = Optional.of(socket);
        netems.addAll(plan.shaping().netems());
        for (String device : plan.shaping().devices()) {
            try {
                CrashPoint.pass();
                ShapingTree tree = ShapingTree.install(socket, socket.link(device), ShapingTree.Foreign.REFUSE);
                trees.add(tree);
                for (Shape.ByNetem shape : netems) {
                    add(tree, shape, device);
                }
            } catch (ForeignQdiscException occupied) {
                throw new UnsupportedHostException(host + ": " + occupied.getMessage() + "; or write engine: queue", occupied);
            } catch (NetlinkException refused) {
                throw refused.errno() == Errno.ENOENT ? new UnsupportedHostException(host + ": " + refused.getMessage()
                    + ": this kernel lacks that qdisc: leave engine out, or write engine: queue", refused) : refused;
            } catch (NoSuchElementException noDevice) {
                throw new UnsupportedHostException(host + " has no interface " + device + ": name one that 'ip link' shows there", noDevice);
            }
        }
    }

    private void add(ShapingTree tree, Shape.ByNetem shape, String device) throws IOException {
        ShapingTree.Shaped added = tree.add(shape.netem(shape.shaping()));
        if (!added.id().equals(shape.id())) {
            throw new IllegalStateException("not the class that the rules name: planned=" + shape.id() + ", made=" + added.id());
        }
        if (!added.unheeded().isEmpty()) {
            throw new UnsupportedHostException(host + ": this kernel's netem on " + device + " does not support faults." + shape.fault()
                + ": " + String.join(", ", added.unheeded()) + ": leave engine out, or write engine: queue");
        }
    }
}
