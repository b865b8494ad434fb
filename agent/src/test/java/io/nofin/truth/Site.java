package io.nofin.truth;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.testing.World;
import io.nofin.truth.Layout.Network;
import io.nofin.truth.Layout.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A layout in a world: its namespaces and its faults. Not thread-safe. */
final class Site implements AutoCloseable {

    static final String DEVICE = "eth0";
    static final String NAME = "moving.test";

    private static final List<String> PROCESSES = List.of("main", "side");

    private final World world;
    private final Layout layout;
    private final int number;
    private final List<Cell> cells = new ArrayList<>();

    Site(World world, Layout layout, int number, List<Effect> effects, List<String> directions) {
        this.world = world;
        this.layout = layout;
        this.number = number;
        for (Effect effect : effects) {
            if (!layout.has(Trait.DATAGRAMS_ONLY) || effect.isOnDatagrams()) {
                directions.forEach(direction -> cells.add(new Cell(number, layout, effect, direction, cells.size() + 1)));
            }
        }
    }

    Layout layout() {
        return layout;
    }

    List<Cell> cells() {
        return cells;
    }

    /** Makes the namespaces, the cable and all addresses. */
    void make() throws IOException {
        Files.writeString(world.directory().resolve("addresses" + number), layout.networks().stream().filter(network -> network.far().contains("%d"))
            .flatMap(network -> cells.stream().map(cell -> "addr add " + far(network, cell) + (network.isLinkLocal() ? "/64" : network.isIpv6() ? "/128" : "/32")
                + " dev eth0" + (network.isIpv6() ? " nodad\n" : "\n"))).collect(Collectors.joining()));
        script("for h in $n $f; do ip netns add $h; ip -n $h link set lo up; done\n"
            + "ip link add eth0 netns $n type veth peer name eth0 netns $f\n"
            + "for h in $n $f; do ip netns exec $h sysctl -qw net.ipv6.conf.eth0.accept_dad=0; ip -n $h link set eth0 up; done\n"
            + (layout.setUp().contains("addresses") ? "" : "addresses\n") + layout.setUp());
    }

    void meanwhile() throws IOException {
        script(layout.meanwhile());
    }

    /** The targets of its faults, as members of a scenario's mapping. */
    String targets() throws IOException {
        if (!layout.has(Trait.SIDECAR)) {
            return ", t" + number + ": { netns: n" + number + " }";
        }
        StringBuilder targets = new StringBuilder();
        for (String process : PROCESSES) {
            targets.append(", ").append(process).append(number).append(": { pid: ")
                .append(Files.readString(world.directory().resolve("n" + number + "." + process)).strip()).append(" }");
        }
        return targets.toString();
    }

    /** Returns the faults of the layout as entries of a scenario. */
    String faults(String engine) {
        return cells.stream().map(cell -> "  " + cell.name() + ": { on: " + on() + ", " + selector(cell) + ", direction: " + cell.direction() + ", "
            + cell.effect().yaml() + (cell.effect().isForNetem() && !engine.isEmpty() ? ", engine: " + engine : "") + " }\n").collect(Collectors.joining());
    }

    NetworkNamespace near() throws IOException {
        return world.namespace((layout.has(Trait.PASSED_ON) ? "c" : "n") + number);
    }

    NetworkNamespace far() throws IOException {
        return world.namespace("f" + number);
    }

    /** The number of the link by which an end has its traffic. */
    static int device() throws IOException {
        try (RouteSocket route = RouteSocket.open()) {
            return route.link(DEVICE).index();
        }
    }

    static String far(Network network, Cell cell) {
        return String.format(Locale.ROOT, network.far(), cell.number());
    }

    static String group(Network network, Cell cell) {
        return String.format(Locale.ROOT, network.group(), cell.number());
    }

    @Override
    public void close() {
        cells.forEach(Cell::close);
    }

    private String on() {
        return layout.has(Trait.SIDECAR) ? "[main" + number + ", side" + number + "]" : "t" + number;
    }

    private String selector(Cell cell) {
        Stream<String> peers = layout.has(Trait.BY_NAME) ? Stream.of(NAME) : layout.networks().stream().flatMap(network -> Stream.concat(
            network.isOfGroups() && cell.claims(Cell.Way.OUT) ? Stream.of(group(network, cell)) : Stream.empty(),
            !network.isOfGroups() || cell.claims(Cell.Way.IN) ? Stream.of(far(network, cell)) : Stream.empty()));
        return "peers: [" + peers.map(address -> '"' + address + '"').collect(Collectors.joining(", ")) + "]"
            + (layout.has(Trait.BY_PORT) ? ", ports: " + cell.port() : "")
            + (layout.has(Trait.PASSED_ON) ? ", interface: " + DEVICE : "");
    }

    private void script(String commands) throws IOException {
        boolean ipv4 = layout.networks().stream().anyMatch(network -> !network.isIpv6());
        boolean ipv6 = layout.networks().stream().anyMatch(network -> network.isIpv6() && !network.isLinkLocal());
        world.sh("n=n" + number + "; f=f" + number + "; c=c" + number + "\n"
            + "near_addresses() { :" + (ipv4 ? "; ip -n $n addr add 10.99.0.1/24 dev eth0; ip -n $n route add 10.99.1.0/24 via 10.99.0.2" : "")
            + (ipv6 ? "; ip -n $n addr add fd00:99::1/64 dev eth0 nodad; ip -n $n route add fd00:98::/64 via fd00:99::2" : "") + "; }\n"
            + "far_addresses() { :" + (ipv4 ? "; ip -n $f addr add 10.99.0.2/24 dev eth0; ip -n $f addr add 10.99.0.3/24 dev eth0" : "")
            + (ipv6 ? "; ip -n $f addr add fd00:99::2/64 dev eth0 nodad" : "") + "; ip -n $f -batch addresses" + number + "; }\n"
            + "addresses() { near_addresses; far_addresses; }\n" + commands);
    }
}
