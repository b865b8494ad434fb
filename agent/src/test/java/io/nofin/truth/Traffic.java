package io.nofin.truth;

import io.nofin.linux.LibC;
import io.nofin.netlink.WireWriter;
import io.nofin.testing.PacketSocket;
import io.nofin.truth.Cell.Ends;
import io.nofin.truth.Cell.Way;
import io.nofin.truth.Layout.Network;
import io.nofin.truth.Layout.Trait;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The traffic of one site: sends numbered datagrams both ways for all of its cells, connects, and sees what comes. One thread. */
final class Traffic implements AutoCloseable {

    static final int USER = 1337;
    static final int BUNDLE = 10;

    private static final int ROUNDS = 60;
    private static final int MANY = 5;
    private static final int BYTES = 100;
    private static final int HEADERS = 28;
    private static final int MORE_OF_IPV6 = 20;
    private static final int ETHERNET = 14;
    private static final Duration BETWEEN = Duration.ofMillis(8);
    private static final Duration QUIET = Duration.ofMillis(1_500);
    private static final int POLLIN = 1;
    private static final int LONGEST = 2_000;

    private final Site site;
    private final Layout layout;
    private final List<Endpoint> listeners = new ArrayList<>();
    private final Map<Integer, Cell> cells = new HashMap<>();
    private final byte[] buffer = new byte[LONGEST];
    private Optional<PacketSocket> bypass = Optional.empty();
    private byte[] descriptors = new byte[0];
    private long lastArrival;

    private Traffic(Site site) {
        this.site = site;
        this.layout = site.layout();
        site.cells().forEach(cell -> cells.put(cell.number(), cell));
    }

    static Traffic open(Site site) throws IOException {
        Traffic traffic = new Traffic(site);
        Map<String, Endpoint> near = site.near().call(() -> traffic.ends(Way.OUT));
        Map<String, Endpoint> far = site.far().call(() -> traffic.ends(Way.IN));
        for (Cell cell : site.cells()) {
            for (int pair = 0; pair < traffic.layout.networks().size(); pair++) {
                boolean ipv6 = traffic.layout.networks().get(pair).isIpv6();
                String of = cell.number() + " " + pair;
                cell.add(new Ends(cell, Way.OUT, pair, ipv6, near.get("send " + of), far.get("receive " + of)));
                cell.add(new Ends(cell, Way.IN, pair, ipv6, far.get("send " + of), near.get("receive " + of)));
            }
        }
        WireWriter polled = new WireWriter();
        traffic.ends().forEach(ends -> polled.u32(ends.receiver().number()).u16(POLLIN).u16(0));
        traffic.descriptors = polled.toByteArray();
        if (traffic.layout.has(Trait.PACKET_SOCKETS)) {
            traffic.bypass = Optional.of(PacketSocket.open(site.near(), Site.DEVICE));
        }
        return traffic;
    }

    /** Opens the sockets on the side from which a way leads. */
    private Map<String, Endpoint> ends(Way way) throws IOException {
        int device = Site.device();
        int user = way == Way.OUT && layout.has(Trait.OF_A_USER) ? USER : 0;
        Map<String, Endpoint> ends = new HashMap<>();
        for (Cell cell : site.cells()) {
            for (int pair = 0; pair < layout.networks().size(); pair++) {
                Network network = layout.networks().get(pair);
                String of = cell.number() + " " + pair;
                InetSocketAddress near = at(network.near(), cell.port(), device);
                InetSocketAddress far = at(Site.far(network, cell), cell.port(), device);
                Endpoint sender = Endpoint.datagrams(way == Way.OUT ? near : far, user);
                ends.put("send " + of, sender);
                if (network.isOfGroups()) {
                    InetSocketAddress group = at(Site.group(network, cell), cell.port(), device);
                    sender.toMany(device).connect(group);
                    Endpoint receiver = Endpoint.datagrams(group, user);
                    ends.put("receive " + of, group.getAddress().isMulticastAddress() ? receiver.join(group.getAddress().getAddress(), device) : receiver);
                } else {
                    ends.put("receive " + of, sender.connect(way == Way.OUT ? far : near));
                }
                if (layout.has(Trait.BUNDLES)) {
                    sender.segmenting(BYTES);
                }
                if (cell.effect().isOnConnections() && !layout.has(Trait.DATAGRAMS_ONLY)) {
                    listeners.add(Endpoint.stream(way == Way.OUT ? near : far, user).listening());
                }
            }
        }
        return ends;
    }

    private static InetSocketAddress at(String address, int port, int device) throws IOException {
        InetAddress ip = InetAddress.getByName(address);
        return new InetSocketAddress(ip.isLinkLocalAddress() ? Inet6Address.getByAddress("", ip.getAddress(), device) : ip, port);
    }

    /** Makes all of the traffic, and ends when nothing has come for a while. */
    void flow() throws IOException {
        List<Ends> all = ends();
        if (!layout.has(Trait.DATAGRAMS_ONLY)) {
            connect(Way.OUT);
            connect(Way.IN);
        }
        for (int round = 0; round < ROUNDS; round++) {
            if (round == ROUNDS / 2 && layout.has(Trait.IN_ITS_MIDST)) {
                site.meanwhile();
            }
            for (Cell cell : site.cells()) {
                for (Ends ends : cell.ends()) {
                    send(cell, ends, round);
                }
            }
            receive(all, System.nanoTime() + BETWEEN.toNanos());
        }
        lastArrival = System.nanoTime();
        while (System.nanoTime() - lastArrival < QUIET.toNanos()) {
            receive(all, System.nanoTime() + BETWEEN.toNanos());
        }
    }

    private void connect(Way way) throws IOException {
        (way == Way.OUT ? site.near() : site.far()).call(() -> {
            int device = Site.device();
            for (Cell cell : site.cells()) {
                for (Network network : cell.isOnConnections(way) ? layout.networks() : List.<Network>of()) {
                    InetSocketAddress near = at(network.near(), way == Way.OUT ? 0 : cell.port(), device);
                    InetSocketAddress far = at(Site.far(network, cell), way == Way.IN ? 0 : cell.port(), device);
                    int user = way == Way.OUT && layout.has(Trait.OF_A_USER) ? USER : 0;
                    cell.add(way, Connecting.start(Endpoint.stream(way == Way.OUT ? near : far, user), way == Way.OUT ? far : near));
                }
            }
            return null;
        });
    }

    /**
     * Sends the datagrams that are due in a round. On a way that the fault leaves alone, every fourth round is enough to see that it does.
     */
    private void send(Cell cell, Ends ends, int round) throws IOException {
        boolean due = cell.effect().isOnDatagrams() && (cell.claims(ends.way()) || round % 4 == 0);
        int bundle = layout.has(Trait.BUNDLES) ? BUNDLE : 1;
        int times = Effect.ofBursts().contains(cell.effect()) && cell.claims(ends.way()) ? MANY
            : cell.effect() == Effect.RATE && bundle == 1 ? round == 0 ? ROUNDS : 0      // much quicker than the line
            : round % bundle == 0 ? 1 : 0;
        for (int i = 0; due && i < times; i++) {
            send(cell, ends, bundle, bypass.isPresent() && ends.way() == Way.OUT && (round + i) % 2 == 1);
        }
    }

    private void send(Cell cell, Ends ends, int count, boolean behind) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES * count);
        for (int i = 0; i < count; i++) {
            int pair = behind ? layout.networks().size() : ends.pair();
            int number = cell.datagrams(ends.way()).send(pair, BYTES + HEADERS + (ends.ipv6() ? MORE_OF_IPV6 : 0));
            if (layout.isOfGroups() && ends.way() == Way.OUT && !ends.ipv6() && !cell.claims(Way.IN)) {
                cell.looped().send(number, pair, BYTES);
            }
            bytes.position(i * BYTES).putInt(cell.number()).putInt(ends.way().ordinal()).putInt(number);
        }
        if (behind) {
            Network network = layout.networks().get(0);
            bypass.orElseThrow().send(network.near(), Site.far(network, cell), cell.port(), bytes.array());
        } else if (ends.sender().send(bytes.array()) == Endpoint.ECONNREFUSED) {
            cell.datagrams(ends.way()).refused();
        }
    }

    private List<Ends> ends() {
        return site.cells().stream().flatMap(cell -> cell.ends().stream()).toList();
    }

    private void receive(List<Ends> all, long until) throws IOException {
        for (Cell cell : site.cells()) {
            for (Connecting connection : cell.connections()) {
                connection.look();
            }
        }
        do {
            if (LibC.INSTANCE.poll(descriptors, all.size(), (int) Math.max(1, (until - System.nanoTime()) / 1_000_000)) > 0) {
                all.forEach(this::receive);
            }
            while (bypass.isPresent() && bypass.get().receive(buffer) > HEADERS + ETHERNET + BYTES - 1) {
                arrived(ByteBuffer.wrap(buffer, ETHERNET + HEADERS, BYTES), Way.IN);
            }
        } while (System.nanoTime() - until < 0);
    }

    private void receive(Ends ends) {
        while (true) {
            int length = ends.receiver().receive(buffer);
            if (length == BYTES && (ends.way() == Way.OUT || bypass.isEmpty())) {
                arrived(ByteBuffer.wrap(buffer), ends.way());
            } else if (length < 0 && LibC.errno() == Endpoint.ECONNREFUSED) {
                ends.cell().datagrams(ends.way() == Way.OUT ? Way.IN : Way.OUT).refused();      // what it sent itself
            } else if (length < 0) {
                return;
            }
        }
    }

    private void arrived(ByteBuffer datagram, Way at) {
        Optional<Cell> cell = Optional.ofNullable(cells.get(datagram.getInt()));
        int way = datagram.getInt();
        int number = datagram.getInt();
        if (cell.isPresent() && way == at.ordinal()) {
            cell.get().datagrams(at).arrived(number);
            lastArrival = System.nanoTime();
        } else if (cell.isPresent() && at == Way.IN && cell.get().looped().isSent(number)) {
            cell.get().looped().arrived(number);
        }
    }

    @Override
    public void close() {
        bypass.ifPresent(PacketSocket::close);
        listeners.forEach(Endpoint::close);
    }
}
