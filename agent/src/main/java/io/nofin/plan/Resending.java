package io.nofin.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ways in which the queue engine may send packets of local sockets that it has held. It lets a socket go on by stealing its
 * packet and sending a copy later, which TCP needs to be fast. But the copy is root's, has no socket, and may be a new connection to
 * connection tracking: where rules can tell it from the original, it has to go another way.
 *
 * @param way        the way that is right in the namespace
 * @param tracked    whether rules there depend on connection tracking, so that it has to see each connection's first packet itself
 * @param duplicates the way of the duplicate of a packet that the kernel holds
 * @param because    the findings that led to it; empty where nothing matters
 */
public record Resending(CopyRoute way, boolean tracked, Duplicates duplicates, List<String> because) {

    /** A namespace in which nothing can tell a copy from its original. */
    public static final Resending FREE = new Resending(CopyRoute.ANY, false, Duplicates.AS_IT_IS, List.of());

    /** The ways of copies. */
    public enum CopyRoute {
        /** A raw socket, past the rules of OUTPUT that the original has met, or a packet socket, behind all rules. */
        ANY,
        /** A raw socket only: rules of POSTROUTING that do not depend on the sender have to see each packet. */
        RAW,
        /**
         * A packet socket only, behind all rules: those of OUTPUT would treat a copy otherwise. Packets that cannot go there are
         * held.
         */
        BEHIND,
        /** No way: the kernel holds the original until the verdict lets it pass. TCP sends little at a time then. */
        NONE
    }

    /** The ways of a duplicate whose original the kernel holds: it goes right behind it, when connection tracking knows the connection. */
    public enum Duplicates {
        /** A raw socket. */
        AS_IT_IS,
        /** A raw socket, under the addresses that the connection has there, which are translated again on the way out. */
        TRANSLATED,
        /** A packet socket: rules of OUTPUT would treat it otherwise, and nothing is translated behind them. */
        BEHIND,
        /** No way: neither would be right. */
        NEVER
    }

    public Resending {
        because = List.copyOf(because);
    }

    /**
     * Returns the ways that lead through all rules of POSTROUTING.
     *
     * @param why the reason for it
     */
    Resending throughRules(String why) {
        return switch (way) {
            case ANY -> new Resending(CopyRoute.RAW, tracked, duplicates, Stream.concat(because.stream(), Stream.of(why)).toList());
            case BEHIND -> new Resending(CopyRoute.NONE, tracked, duplicates, Stream.concat(because.stream(), Stream.of(why)).toList());
            case RAW, NONE -> this;
        };
    }

    /** Returns the explanation for plans and reports; empty where there is nothing to explain. */
    public List<String> explanation() {
        if (because.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String why = ", because " + String.join(" and ", because);
        lines.add(switch (way) {
            case ANY -> "queue engine, out: the kernel holds the first packets of each connection" + why;
            case RAW -> "queue engine, out: delayed packets are sent again through the rules of POSTROUTING" + why;
            case BEHIND -> "queue engine, out: delayed packets are sent again behind all rules, and the kernel holds the first packets of"
                + " each connection, whose addresses may still be translated" + why;
            case NONE -> "queue engine, out: the kernel holds all packets, as rules could tell copies from them; a TCP connection is"
                + " slow then, 5 Mbit/s or so at 10 ms" + why;
        });
        return lines;
    }
}
