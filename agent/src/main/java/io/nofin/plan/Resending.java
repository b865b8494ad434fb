package io.nofin.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * How the queue engine may send what it holds of local sockets in a namespace. It lets a socket go on by stealing its packet and sending
 * a copy later, which TCP needs to be fast. But the copy is root's, has no socket, and may be a new connection to connection tracking:
 * where rules could tell, it has to go another way.
 *
 * @param way     that is right there
 * @param tracked whether rules there depend on connection tracking, so that it has to see each connection's first packet itself
 * @param because what was found there, in words; empty where there is nothing that matters
 */
public record Resending(Way way, boolean tracked, List<String> because) {

    /** Nothing there can tell a copy from its original. */
    public static final Resending FREE = new Resending(Way.ANY, false, List.of());

    /** Where copies go. */
    public enum Way {
        /** Through a raw socket, past the rules of OUTPUT that the original has met, or behind all rules. */
        ANY,
        /** Through a raw socket only: rules of POSTROUTING that do not care who sends have to see each packet. */
        RAW,
        /** Through a packet socket only, behind all rules: those of OUTPUT would treat a copy otherwise. What cannot go there is held. */
        BEHIND,
        /** Nowhere: the kernel holds the original until the verdict lets it on. TCP sends little at a time then. */
        NONE
    }

    public Resending {
        because = List.copyOf(because);
    }

    /** What plans and reports say of it; empty in a namespace where there is nothing to say. */
    public List<String> explanation() {
        if (because.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String there = String.join("; ", because);
        lines.add(switch (way) {
            case ANY -> "queue engine, out: connections' first packets are held by the kernel until they are due: " + there;
            case RAW -> "queue engine, out: what is sent again meets the rules of POSTROUTING: " + there;
            case BEHIND -> "queue engine, out: what was delayed is sent again behind all rules, which have seen it; connections' first"
                + " packets, and what is still to be translated, are held by the kernel until they are due: " + there;
            case NONE -> "queue engine, out: packets are held by the kernel until they are due, as rules could tell copies from them;"
                + " a TCP connection sends little at a time then, 5 Mbit/s or so at 10 ms: " + there;
        });
        return lines;
    }
}
