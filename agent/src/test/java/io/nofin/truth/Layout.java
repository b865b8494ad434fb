package io.nofin.truth;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * One way in which the network of a target can be laid out, on a cable of its own between a near namespace, which is the target, and a
 * far one. Scripts find their names in {@code $n} and {@code $f}, and that of a third one in {@code $c}.
 *
 * @param setUp     makes it of a plain cable
 * @param meanwhile happens when the faults fire, before there is traffic or in its midst
 * @param networks  pairs of addresses between which each cell has traffic
 * @param traits    how the traffic is made, and what the faults select
 * @param cannot    cells that cannot show their effect, with the reason
 */
record Layout(String name, String setUp, String meanwhile, List<Network> networks, Set<Trait> traits, List<Cannot> cannot) {

    static final Network IPV4 = new Network("10.99.0.1", "10.99.1.%d", "");
    static final Network IPV6 = new Network("fd00:99::1", "fd00:98::%d", "");
    static final List<Network> BOTH = List.of(IPV4, IPV6);

    /** A trait of a layout that changes its traffic or its faults. */
    enum Trait {
        /** The near sockets are those of a user, as those of a mesh's proxy are. */
        OF_A_USER,
        /** The datagrams are handed to the kernel in bundles. */
        BUNDLES,
        /** The near end is in {@code $c}: the target passes packets on, and the faults are on its {@code eth0}. */
        PASSED_ON,
        /** No connections over TCP are made. */
        DATAGRAMS_ONLY,
        /** Every other datagram goes by a packet socket, and what comes in is read by one. */
        PACKET_SOCKETS,
        /** The faults select by port besides, as their peers have one address. */
        BY_PORT,
        /** The faults' peer is a name that has another address in each pair. */
        BY_NAME,
        /** The disturbance of the layout comes in the midst of its traffic. */
        IN_ITS_MIDST,
        /** Two processes are the targets, and have one network. */
        SIDECAR
    }

    /**
     * Addresses of one family on one link.
     *
     * @param far   of each cell, by its number
     * @param group of each cell, where its datagrams go to one; else empty
     */
    record Network(String near, String far, String group) {

        boolean isIpv6() {
            return near.contains(":");
        }

        boolean isLinkLocal() {
            return near.startsWith("fe80:");
        }

        boolean isOfGroups() {
            return !group.isEmpty();
        }
    }

    /**
     * Cells that cannot be as they are named, and why.
     *
     * @param always or for some packets only, so that the rest may look as if all had been met
     */
    record Cannot(BiPredicate<Effect, String> cells, boolean always, String why) {
    }

    static Layout of(String name, String setUp, Trait... traits) {
        return new Layout(name, setUp, "", BOTH, traits.length == 0 ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(Arrays.asList(traits)), List.of());
    }

    Layout meanwhile(String script) {
        return new Layout(name, setUp, script, networks, traits, cannot);
    }

    Layout between(Network... pairs) {
        return new Layout(name, setUp, meanwhile, List.of(pairs), traits, cannot);
    }

    Layout cannot(String why, BiPredicate<Effect, String> cells) {
        return with(new Cannot(cells, true, why));
    }

    Layout cannotForSome(String why, BiPredicate<Effect, String> cells) {
        return with(new Cannot(cells, false, why));
    }

    private Layout with(Cannot more) {
        return new Layout(name, setUp, meanwhile, networks, traits, Stream.concat(cannot.stream(), Stream.of(more)).toList());
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    boolean isOfGroups() {
        return networks.stream().anyMatch(Network::isOfGroups);
    }

    Optional<Cannot> cannot(Effect effect, String direction) {
        return cannot.stream().filter(one -> one.cells.test(effect, direction)).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
