package io.nofin.plan;

import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.Netem;
import io.nofin.netlink.route.RouteRequest;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.scenario.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The engines that shape packets in one namespace.
 *
 * @param shapes  one for each fault and direction; none where nothing is shaped
 * @param queue   the queue engine, if any shape uses it
 * @param devices the devices that get a tree of netems, if any shape uses netem
 */
public record ShapingPlan(List<Shape> shapes, Optional<QueuePlan> queue, List<String> devices) {

    public static final ShapingPlan NONE = new ShapingPlan(List.of(), Optional.empty(), List.of());

    public ShapingPlan {
        shapes = List.copyOf(shapes);
        devices = List.copyOf(devices);
    }

    /**
     * Returns the shape of packets between the namespace and a fault's peers, in one direction; empty where the fault shapes nothing.
     */
    public Optional<Shape> shape(String fault, Side side) {
        return shapes.stream().filter(shape -> shape.fault().equals(fault) && shape.side() == side).findFirst();
    }

    /** Returns the shapes by netem, in the order of their classes. */
    public List<Shape.ByNetem> netems() {
        return shapes.stream().filter(Shape.ByNetem.class::isInstance).map(Shape.ByNetem.class::cast).toList();
    }

    public List<Shape.ByQueue> lanes() {
        return shapes.stream().filter(Shape.ByQueue.class::isInstance).map(Shape.ByQueue.class::cast).toList();
    }

    /** Returns the shell commands that the trees of netems stand for. */
    public List<String> commands(HostRef host) {
        List<Netem> netems = netems().stream().map(shape -> shape.netem(shape.shaping())).toList();
        return devices.stream().flatMap(device -> ShapingTree.building(named(device), netems).stream())
            .map(RouteRequest::command).map(host::inside).toList();
    }

    /** Returns the shell commands that remove them again. */
    public List<String> removal(HostRef host) {
        return devices.stream().map(device -> host.inside(ShapingTree.removal(named(device)).command())).toList();
    }

    /** Returns a line for each shape, with its engine and the reason for it. */
    public List<String> explanation() {
        List<String> lines = new ArrayList<>();
        for (Shape shape : shapes) {
            String where = shape.fault() + " " + shape.side().word() + ": ";
            lines.add(where + (shape instanceof Shape.ByQueue queued
                ? "nofin's queue engine: " + queued.because() : "netem, class " + ((Shape.ByNetem) shape).id()));
        }
        if (lanes().stream().anyMatch(lane -> lane.side() == Side.EGRESS)) {
            queue.ifPresent(engine -> lines.addAll(engine.resending().explanation()));
        }
        return lines;
    }

    private static Link named(String device) {
        return new Link(0, device, true, false);
    }
}
