package io.nofin.queue.effect;

import java.util.ArrayList;
import java.util.List;

/**
 * Packets of a fault that did not go on as they should have, for reasons that have nothing to do with the fault. None of these
 * happens to packets on a wire, so a run in which one did has shown something else than it says.
 *
 * @param refused    copies that somebody's rules, or a security module, did not let out: EPERM, EACCES
 * @param unroutable copies that had no route any more: ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ENETDOWN, ENODEV, ENXIO
 * @param tooLarge   copies that were larger than their path permits: EMSGSIZE
 * @param noRoom     copies that the device or the kernel had no room for: ENOBUFS, ENOMEM, EAGAIN
 * @param otherwise  copies that the kernel did not take for another reason
 * @param overflowed packets that were dropped because the engine's own memory was full
 * @param uncopied   duplicates that were not made, as rules there could tell a copy
 * @param whole      large packets that were decided about once, though several packets of the wire come out of them
 */
public record Undelivered(long refused, long unroutable, long tooLarge, long noRoom, long otherwise, long overflowed,
        long uncopied, long whole) {

    public static final Undelivered NONE = new Undelivered(0, 0, 0, 0, 0, 0, 0, 0);

    private static final int EPERM = 1;
    private static final int ENXIO = 6;
    private static final int EAGAIN = 11;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;
    private static final int ENODEV = 19;
    private static final int EMSGSIZE = 90;
    private static final int EADDRNOTAVAIL = 99;
    private static final int ENETDOWN = 100;
    private static final int ENETUNREACH = 101;
    private static final int ENOBUFS = 105;
    private static final int EHOSTUNREACH = 113;

    /** Returns the sum of both. */
    public Undelivered plus(Undelivered other) {
        return new Undelivered(refused + other.refused, unroutable + other.unroutable, tooLarge + other.tooLarge, noRoom + other.noRoom,
            otherwise + other.otherwise, overflowed + other.overflowed,
            uncopied + other.uncopied, whole + other.whole);
    }

    /** Returns the number of packets that are gone; those that were only decided about as a whole are not among them. */
    public long lost() {
        return refused + unroutable + tooLarge + noRoom + otherwise + overflowed;
    }

    public boolean isNone() {
        return lost() + uncopied + whole == 0;
    }

    /** Returns reasons such as {@code 3 copies were refused by rules of the namespace (EPERM)}; empty where there are none. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        add(reasons, refused, "copies were refused by rules or a security module (EPERM)");
        add(reasons, unroutable, "copies had no route any more (ENETUNREACH, EHOSTUNREACH)");
        add(reasons, tooLarge, "copies were larger than their way takes (EMSGSIZE)");
        add(reasons, noRoom, "copies found no room in the device or the kernel (ENOBUFS)");
        add(reasons, otherwise, "copies were not taken by the kernel");
        add(reasons, overflowed, "packets were dropped because the queue engine's memory was full");
        add(reasons, uncopied, "packets could not be duplicated, because rules there would treat a copy differently");
        add(reasons, whole, "large packets were decided about as one, though several packets of the wire come out of each");
        return reasons;
    }

    private static void add(List<String> reasons, long count, String words) {
        if (count > 0) {
            reasons.add(count + " " + words);
        }
    }

    /** Returns the fate of copies that the kernel did not take for a reason. */
    static Fate reason(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> Fate.REFUSED;
            case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ENETDOWN, ENODEV, ENXIO -> Fate.UNROUTABLE;
            case EMSGSIZE -> Fate.TOO_LARGE;
            case ENOBUFS, ENOMEM, EAGAIN -> Fate.NO_ROOM;
            default -> Fate.NOT_TAKEN;
        };
    }
}
