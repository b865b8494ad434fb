package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireReader.Attribute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Everything that shapes the packets going out of a link: its root qdisc and the qdiscs, classes and filters below. Immutable.
 *
 * @param objects in an order in which they can be created
 */
record QdiscTree(List<TcObject> objects) {

    private static final Set<String> WITH_CLASSES_OF_THEIR_USERS = Set.of("htb", "hfsc", "drr", "qfq", "cbq");

    static QdiscTree of(RouteSocket route, Link link) throws IOException {
        List<TcObject> qdiscs = dump(route, new DumpQdiscs(link),
            qdisc -> qdisc.message().ifindex() == link.index() && !qdisc.isIngress());
        List<TcObject> classes = dump(route, new DumpClasses(link), made -> WITH_CLASSES_OF_THEIR_USERS.contains(made.kind()));
        List<TcObject> filters = new ArrayList<>();
        for (TcObject qdisc : qdiscs) {
            if (!qdisc.isDefault()) {
                filters.addAll(dump(route, new DumpFilters(link, qdisc.handle()), filter -> true));
            }
        }
        for (TcObject inner : classes) {
            filters.addAll(dump(route, new DumpFilters(link, inner.handle()), filter -> filter.parent().equals(inner.handle())));
        }
        List<TcObject> ordered = new ArrayList<>();
        qdiscs.stream().filter(TcObject::isRoot).forEach(root -> addWithChildren(root, qdiscs, classes, ordered));
        qdiscs.stream().filter(qdisc -> !ordered.contains(qdisc)).forEach(ordered::add);
        ordered.addAll(filters);
        return new QdiscTree(List.copyOf(ordered));
    }

    /** Returns the root qdisc. A device that is down may have none. */
    TcObject root() {
        return objects.stream().filter(TcObject::isRoot).findFirst().orElseThrow(
            () -> new IllegalStateException("device has no root qdisc"));
    }

    boolean isDefault() {
        return objects.stream().noneMatch(TcObject::isRoot) || root().isDefault();
    }

    /** Creates all of it again in place of what is there now. */
    void restore(RouteSocket route, Link link) throws IOException {
        for (TcObject object : objects) {
            boolean byItself = object.type() == TcMessage.RTM_NEWQDISC && object.isDefault() || TcDialect.isMadeByKernel(object);
            if (!byItself) {
                route.execute(new RestoreTcObject(link, object));
            }
        }
    }

    /** Returns one line for each object. Trees that do the same have the same lines, whatever their counters show. */
    List<String> description() {
        return objects.stream().map(QdiscTree::describe).sorted().toList();
    }

    private static String describe(TcObject object) {
        String chain = object.attribute(TcMessage.TCA_CHAIN).map(attribute -> " chain " + hex(attribute.payload())).orElse("");
        String sizes = object.attribute(TcMessage.TCA_STAB).map(Attribute::payload).map(stab -> " stab " + hex(stab)).orElse("");
        String info = object.type() == TcMessage.RTM_NEWTFILTER ? " info " + Long.toHexString(object.message().info()) : "";
        return object + info + chain + sizes + " " + hex(TcDialect.asTold(object, object.options()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Adds the qdisc, its classes from the top down, and the qdiscs under them. */
    private static void addWithChildren(TcObject qdisc, List<TcObject> qdiscs, List<TcObject> classes, List<TcObject> ordered) {
        ordered.add(qdisc);
        if (qdisc.isDefault()) {
            return;
        }
        int major = qdisc.handle().major();
        addClasses(Handle.ROOT, major, classes, ordered);
        addClasses(qdisc.handle(), major, classes, ordered);
        qdiscs.stream().filter(child -> !child.isRoot() && child.parent().major() == major && !ordered.contains(child))
            .forEach(child -> addWithChildren(child, qdiscs, classes, ordered));
    }

    private static void addClasses(Handle parent, int major, List<TcObject> classes, List<TcObject> ordered) {
        for (TcObject made : classes) {
            if (made.handle().major() == major && made.parent().equals(parent) && !ordered.contains(made)) {
                ordered.add(made);
                addClasses(made.handle(), major, classes, ordered);
            }
        }
    }

    private static List<TcObject> dump(RouteSocket route, RouteRequest request, Predicate<TcObject> wanted) throws IOException {
        List<TcObject> objects = new ArrayList<>();
        for (NetlinkMessage message : route.execute(request)) {
            TcObject object = TcObject.decode(message);
            if (wanted.test(object)) {
                objects.add(object);
            }
        }
        return objects;
    }
}
