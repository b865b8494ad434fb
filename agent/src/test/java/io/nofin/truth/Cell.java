package io.nofin.truth;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One fault of a layout: an effect in one direction, and the traffic that tells whether it is so. Not thread-safe. */
final class Cell implements AutoCloseable {

    private static final int FIRST_PORT = 7_000;

    private final int site;
    private final Layout layout;
    private final Effect effect;
    private final String direction;
    private final int number;
    private final Map<Way, Datagrams> datagrams = new EnumMap<>(Way.class);
    private final Datagrams looped = new Datagrams(1);
    private final List<Ends> ends = new ArrayList<>();
    private final Map<Way, List<Connecting>> connections = new EnumMap<>(Way.class);

    /** The two ways of the wire, as the near end sees them. */
    enum Way { OUT, IN }

    /** The ends of one way between one pair of addresses. */
    record Ends(Cell cell, Way way, int pair, boolean ipv6, Endpoint sender, Endpoint receiver) {
    }

    Cell(int site, Layout layout, Effect effect, String direction, int number) {
        this.site = site;
        this.layout = layout;
        this.effect = effect;
        this.direction = direction;
        this.number = number;
        for (Way way : Way.values()) {
            datagrams.put(way, new Datagrams(layout.has(Layout.Trait.BUNDLES) ? Traffic.BUNDLE : 1));
            connections.put(way, new ArrayList<>());
        }
    }

    String name() {
        return (site + "-" + effect + "-" + direction).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Effect effect() {
        return effect;
    }

    String direction() {
        return direction;
    }

    int number() {
        return number;
    }

    int port() {
        return FIRST_PORT + number;
    }

    boolean claims(Way way) {
        return direction.equals("both") || direction.equals(way == Way.OUT ? "out" : "in");
    }

    /**
     * Returns whether connections that begin on one side have to show the effect. Most effects show whichever way they take packets; a
     * rejection shows only where the fault claims that way.
     */
    boolean isOnConnections(Way way) {
        return effect.isOnConnections() && (!effect.isRejecting() || claims(way));
    }

    void add(Ends one) {
        ends.add(one);
    }

    void add(Way way, Connecting connection) {
        connections.get(way).add(connection);
    }

    List<Ends> ends() {
        return ends;
    }

    List<Connecting> connections() {
        return connections.values().stream().flatMap(List::stream).toList();
    }

    Datagrams datagrams(Way way) {
        return datagrams.get(way);
    }

    /** Returns the datagrams to groups that looped back to the near end itself. */
    Datagrams looped() {
        return looped;
    }

    /** Returns why the cell cannot show its effect; empty where it has to. */
    Optional<Layout.Cannot> cannot() {
        return layout.cannot(effect, direction);
    }

    /** Returns whether the sockets at both ends saw the effect where the fault claims it, and nowhere else. */
    boolean isTrue() {
        for (Way way : Way.values()) {
            Datagrams all = datagrams.get(way);
            boolean right = !effect.isOnDatagrams() || (claims(way) ? effect.isShownBy(all) : effect.isNotShownBy(all));
            if (!right || !connections.get(way).stream().allMatch(one -> effect.isShownBy(one, direction.equals("both") ? 2 : 1))) {
                return false;
            }
        }
        return looped.sent() == 0 || effect.isNotShownBy(looped);
    }

    @Override
    public void close() {
        ends.forEach(one -> {
            one.sender.close();
            one.receiver.close();
        });
        connections().forEach(Connecting::close);
    }

    @Override
    public String toString() {
        return name() + ": out " + datagrams.get(Way.OUT) + "; in " + datagrams.get(Way.IN) + (looped.sent() > 0 ? "; looped " + looped : "")
            + "; connections " + connections;
    }
}
