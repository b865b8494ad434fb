package io.nofin.queue.effect;

import java.util.EnumMap;
import java.util.Map;

/**
 * The numbers of packets of one direction to which one fault did something. Packets are those of the wire: the engine takes large
 * ones apart before it decides, unless it only delays them.
 *
 * @param packets how many packets had each fate
 * @param bytes   the bytes of the packets that came in, from the IP header on
 */
public record LaneCounts(Map<Fate, Long> packets, long bytes) {

    public LaneCounts {
        packets = Map.copyOf(packets);
    }

    /** Returns how many packets had a fate. */
    public long of(Fate fate) {
        return packets.getOrDefault(fate, 0L);
    }

    /** Returns the packets that did not go on as they should have; they are among those that passed. */
    public Undelivered undelivered() {
        return new Undelivered(of(Fate.REFUSED), of(Fate.UNROUTABLE), of(Fate.TOO_LARGE), of(Fate.NO_ROOM), of(Fate.NOT_TAKEN),
            of(Fate.OVERFLOWED), of(Fate.UNCOPIED), of(Fate.KEPT_WHOLE));
    }

    /** Returns the sum of both. */
    public LaneCounts plus(LaneCounts other) {
        Map<Fate, Long> sum = new EnumMap<>(Fate.class);
        for (Fate fate : Fate.values()) {
            sum.put(fate, of(fate) + other.of(fate));
        }
        return new LaneCounts(sum, bytes + other.bytes);
    }
}
