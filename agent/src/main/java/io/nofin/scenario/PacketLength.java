package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import java.util.Optional;

/**
 * The length of packets from the IP header on, in bytes, as the kernel's rules see it: a TCP packet that the device will cut into
 * segments counts as one.
 *
 * @param least 0 to 65535
 * @param most  {@code least} to 65535
 */
public record PacketLength(int least, int most) {

    public static final int LONGEST = 65_535;           // the largest value of the length field in an IP header
    public static final PacketLength ANY = new PacketLength(0, LONGEST);

    public PacketLength {
        if (least < 0 || most > LONGEST || least > most) {
            throw new BadValueException("no packet has such a length: from " + least + " to " + most + " bytes",
                "packets have 20 to " + LONGEST + " bytes; make shorter-than greater than longer-than by 2 at least");
        }
    }

    /** @throws BadValueException when no length is between them */
    public static PacketLength between(Optional<ByteCount> longerThan, Optional<ByteCount> shorterThan) {
        return new PacketLength(longerThan.map(bytes -> clipped(bytes) + 1).orElse(0),
            shorterThan.map(bytes -> clipped(bytes) - 1).orElse(LONGEST));
    }

    /** Returns the lower bound as a scenario has it. */
    public Optional<ByteCount> longerThan() {
        return least > 0 ? Optional.of(new ByteCount(least - 1L)) : Optional.empty();
    }

    /** Returns the upper bound as a scenario has it. */
    public Optional<ByteCount> shorterThan() {
        return most < LONGEST ? Optional.of(new ByteCount(most + 1L)) : Optional.empty();
    }

    private static int clipped(ByteCount bytes) {
        return (int) Math.min(bytes.bytes(), LONGEST + 1L);
    }

    public boolean isAny() {
        return equals(ANY);
    }

    public boolean contains(int bytes) {
        return least <= bytes && bytes <= most;
    }
}
