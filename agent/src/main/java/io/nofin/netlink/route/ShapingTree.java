package io.nofin.netlink.route;

import io.nofin.linux.Errno;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * nofin's own qdiscs on one device: an HTB that lets packets pass that no class is meant for, and a class with a netem for each
 * fault.
 *
 * <pre>
 *   root 6e6f: htb default 0 --+-- (no class)                              at full speed
 *                              +-- 6e6f:1 htb -- 7001: netem delay 100ms   -j CLASSIFY --set-class 6e6f:1
 *                              +-- 6e6f:2 htb -- 7002: netem loss 2%       -j CLASSIFY --set-class 6e6f:2
 * </pre>
 *
 * Closing it puts back exactly what was there. The caller closes the socket. Not thread-safe.
 */
public final class ShapingTree implements AutoCloseable {

    /** The handle of nofin's root qdisc: {@code no} in ASCII. */
    public static final Handle ROOT = Handle.qdisc(0x6E6F);

    private static final Htb HTB = new Htb(1_000);
    private static final int LEAVES = 0x7000;           // above people's handles, below 8000, where the kernel starts to choose
    private static final int MOST_CLASSES = 0xFFF;

    private final RouteSocket route;
    private final Link link;
    private final QdiscTree before;
    private final Map<Integer, Netem> shaped = new LinkedHashMap<>();
    private boolean closed;

    /** The policy for a device whose root qdisc somebody chose. */
    public enum Foreign { REFUSE, REPLACE }

    /**
     * A class with its netem.
     *
     * @param id       the class, as CLASSIFY takes it
     * @param unheeded the names of what this kernel does not know of the netem; most often there are none
     */
    public record Shaped(Handle id, List<String> unheeded) {
    }

    private ShapingTree(RouteSocket route, Link link, QdiscTree before) {
        this.route = route;
        this.link = link;
        this.before = before;
    }

    /**
     * Takes over a device's root.
     *
     * @throws ForeignQdiscException when its root qdisc is not the kernel's default one and must not be replaced, cannot be restored
     *                               exactly, or is nofin's
     * @throws NetlinkException ENOENT on a kernel without sch_htb
     */
    public static ShapingTree install(RouteSocket route, Link link, Foreign foreign) throws IOException {
        QdiscTree before = QdiscTree.of(route, link);
        if (!before.isDefault()) {
            Takeover.require(link, before, foreign);
        }
        route.execute(root(link));
        return new ShapingTree(route, link, before);
    }

    /** Returns the request that creates the root. */
    public static RouteRequest root(Link link) {
        return new ReplaceQdisc(link, Handle.ROOT, ROOT, HTB);
    }

    /** Returns all requests that create a tree with these netems, whose classes have the numbers 1, 2, ... */
    public static List<RouteRequest> building(Link link, List<Netem> netems) {
        List<RouteRequest> requests = new ArrayList<>(List.of(root(link)));
        int minor = 0;
        for (Netem netem : netems) {
            Handle id = ROOT.child(++minor);
            requests.add(new ReplaceClass(link, id, HtbClass.OPEN));
            requests.add(new ReplaceQdisc(link, id, leaf(minor), netem));
        }
        return requests;
    }

    /** Returns the request that removes a tree. */
    public static RouteRequest removal(Link link) {
        return new DeleteQdisc(link, Handle.ROOT, ROOT);
    }

    /** Returns the root qdisc that somebody chose and that keeps nofin off a device; empty where it is the kernel's own choice. */
    public static Optional<String> occupant(RouteSocket route, Link link) throws IOException {
        QdiscTree tree = QdiscTree.of(route, link);
        return tree.isDefault() ? Optional.empty() : Optional.of(tree.root().toString());
    }

    /** Returns whether a device has nofin's root, that of a running nofin or one that a killed process left. */
    public static boolean isInstalled(RouteSocket route, Link link) throws IOException {
        return isOurs(QdiscTree.of(route, link));
    }

    /** Returns descriptions of the qdiscs that somebody else has taken away or changed since; none where all is as it was made, or the device is gone. */
    public List<String> missing() throws IOException {
        if (isGone()) {
            return List.of();
        }
        QdiscTree now = QdiscTree.of(route, link);
        if (!isOurs(now)) {
            return List.of("the qdisc of " + link.name() + (now.isDefault() ? "" : ", where " + now.root() + " is now"));
        }
        List<String> missing = new ArrayList<>();
        for (int minor : shaped.keySet()) {
            String what = "the netem of class " + ROOT.child(minor) + " of " + link.name();
            Optional<String> other = difference(minor);
            other.ifPresent(words -> missing.add(what + words));
        }
        return missing;
    }

    /** Returns how a class's netem differs from the one that was made, to be read behind its name; empty where it does not. */
    private Optional<String> difference(int minor) throws IOException {
        Optional<TcObject> found = find(minor);
        if (found.isEmpty() || !found.get().kind().equals(shaped.get(minor).kind())) {
            return Optional.of("");
        }
        List<String> differences = NetemReadBack.differences(shaped.get(minor), found.get().options());
        return differences.isEmpty() ? Optional.empty() : Optional.of(", which has another " + String.join(", ", differences) + " now");
    }

    /**
     * Makes {@linkplain #missing} qdiscs again; packets that wait there are lost.
     *
     * @return false where somebody's own qdisc has taken the place of the root, and stays
     */
    public boolean putBack() throws IOException {
        if (isGone()) {
            return true;
        }
        QdiscTree now = QdiscTree.of(route, link);
        if (!isOurs(now) && !now.isDefault()) {
            return false;
        }
        if (!isOurs(now)) {
            route.execute(root(link));
        }
        for (Map.Entry<Integer, Netem> one : shaped.entrySet()) {
            if (difference(one.getKey()).isPresent()) {
                Handle id = ROOT.child(one.getKey());
                ifThere(route, new DeleteClass(link, id));
                route.execute(new ReplaceClass(link, id, HtbClass.OPEN));
                route.execute(new ReplaceQdisc(link, id, leaf(one.getKey()), one.getValue()));
            }
        }
        return true;
    }

    /** Removes what a killed process left on a device; the kernel puts its default there. Qdiscs that are not nofin's stay. */
    public static void removeLeftover(RouteSocket route, Link link) throws IOException {
        if (isInstalled(route, link)) {
            deleteRoot(route, link);
        }
    }

    /** Adds a class with a netem; no packet gets there before a rule sends it. */
    public Shaped add(Netem netem) throws IOException {
        int minor = free();
        Handle id = ROOT.child(minor);
        route.execute(new ReplaceClass(link, id, HtbClass.OPEN));
        try {
            route.execute(new ReplaceQdisc(link, id, leaf(minor), netem));
            List<String> unheeded = unheeded(minor, netem);
            shaped.put(minor, netem);
            return new Shaped(id, unheeded);
        } catch (IOException refused) {
            try {
                route.execute(new DeleteClass(link, id));
            } catch (IOException e) {
                refused.addSuppressed(e);
            }
            throw refused;
        }
    }

    /**
     * Changes the parameters of a class; the packets it holds stay, and leave when they would have.
     *
     * @return the names of what this kernel does not know of the netem
     * @throws IllegalArgumentException when the kernel has a table that a change cannot remove, see {@link Netem#canBecome}
     */
    public List<String> change(Handle id, Netem netem) throws IOException {
        Netem present = present(id);
        if (!present.canBecome(netem)) {
            throw new IllegalArgumentException(
                "a distribution cannot be taken back by a change: from=" + present + ", to=" + netem);
        }
        if (isGone()) {
            return List.of();
        }
        route.execute(new ChangeQdisc(link, id, leaf(id.minor()), netem));
        shaped.put(id.minor(), netem);
        return unheeded(id.minor(), netem);
    }

    /** Returns the traffic of a class's netem; all zeros when it has gone, or its device. */
    public QdiscCounters counters(Handle id) throws IOException {
        present(id);
        Optional<TcObject> netem = isGone() ? Optional.empty() : find(id.minor());
        return netem.isPresent() ? QdiscCounters.decode(netem.get().attributes()) : QdiscCounters.NONE;
    }

    /** Removes a class; the packets it holds are lost. */
    public void remove(Handle id) throws IOException {
        present(id);
        route.execute(new DeleteClass(link, id));
        shaped.remove(id.minor());
    }

    /**
     * Puts back what was there; a second call does nothing. A root qdisc by which somebody has replaced nofin's stays.
     *
     * @throws IOException when the device is not afterwards what it was, with both named
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (isGone() || !isInstalled(route, link)) {
            return;
        }
        if (before.isDefault()) {
            deleteRoot(route, link);
        } else {
            before.restore(route, link);
        }
        Takeover.requireSame(link, before, QdiscTree.of(route, link));
    }

    /**
     * Returns whether this kernel lets a netem that duplicates share a device with another one. Some kernels from 2025 and 2026 do
     * not: a device then has either one duplicating fault and no other, or none that duplicates.
     */
    public static boolean duplicatesMix(Netem plain, Netem duplicating) throws IOException {
        try (NetworkNamespace scratch = NetworkNamespace.create(); RouteSocket route = scratch.call(RouteSocket::open);
                ShapingTree tree = install(route, route.link("lo"), Foreign.REFUSE)) {
            tree.add(plain);
            return tree.isTaken(duplicating);
        }
    }

    /** Returns whether the device is gone. A container's devices go when it ends, and their qdiscs with them. */
    private boolean isGone() throws IOException {
        return route.links().stream().noneMatch(one -> one.index() == link.index());
    }

    private boolean isTaken(Netem netem) throws IOException {
        try {
            add(netem);
            return true;
        } catch (NetlinkException e) {
            if (e.errno() == Errno.EINVAL) {
                return false;
            }
            throw e;
        }
    }

    /** Returns whether the root of a tree is nofin's, by its handle and kind. */
    static boolean isOurs(QdiscTree tree) {
        return !tree.isDefault() && tree.root().handle().equals(ROOT) && tree.root().kind().equals(HTB.kind());
    }

    private static void deleteRoot(RouteSocket route, Link link) throws IOException {
        ifThere(route, removal(link));
    }

    private static void ifThere(RouteSocket route, RouteRequest deletion) throws IOException {
        try {
            route.execute(deletion);
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENODEV) {
                throw e;
            }
        }
    }

    private List<String> unheeded(int minor, Netem netem) throws IOException {
        return NetemReadBack.differences(netem, netem(minor).options());
    }

    private TcObject netem(int minor) throws IOException {
        return find(minor).orElseThrow(() -> new IOException("the netem is gone: device=" + link.name() + ", handle=" + leaf(minor)));
    }

    private Optional<TcObject> find(int minor) throws IOException {
        for (NetlinkMessage message : route.execute(new DumpQdiscs(link))) {
            TcObject qdisc = TcObject.decode(message);
            if (qdisc.message().ifindex() == link.index() && qdisc.handle().equals(leaf(minor))) {
                return Optional.of(qdisc);
            }
        }
        return Optional.empty();
    }

    private Netem present(Handle id) {
        Netem netem = id.qdisc().equals(ROOT) ? shaped.get(id.minor()) : null;
        if (netem == null) {
            throw new NoSuchElementException("no such class: device=" + link.name() + ", id=" + id);
        }
        return netem;
    }

    private int free() {
        for (int minor = 1; minor <= MOST_CLASSES; minor++) {
            if (!shaped.containsKey(minor)) {
                return minor;
            }
        }
        throw new IllegalStateException("too many classes: device=" + link.name());
    }

    private static Handle leaf(int minor) {
        return Handle.qdisc(LEAVES + minor);
    }
}
