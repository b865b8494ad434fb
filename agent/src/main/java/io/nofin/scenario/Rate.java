package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Remedy;
import io.nofin.yaml.ExpectedForm;
import java.util.Optional;

/**
 * Sends packets one after the other at a given rate. Each takes the time of its length and of what the link layer adds. See
 * tc-netem(8).
 *
 * @param burst               the bytes that may go without waiting after a pause; only the queue engine has this
 * @param packetOverheadBytes added to each packet, -20 to 65535; negative where the link carries no Ethernet header
 * @param cellSizeBytes       the size of link-layer cells, the last of which is padded; 0 without cells, 65535 at most
 * @param cellOverheadBytes   added to each cell, -65535 to 65535; a cell keeps one byte at least
 */
public record Rate(BitRate rate, Optional<ByteCount> burst, int packetOverheadBytes, int cellSizeBytes, int cellOverheadBytes)
    implements ShapingPart {

    private static final int LEAST_OVERHEAD = -20;      // a packet has at least an IP header; the kernel's length must stay positive
    private static final int MOST = 0xFFFF;
    private static final ExpectedForm COUNT = new ExpectedForm("a number of bytes", "14");

    private static final Key<Rate> CELL_SIZE = Key.of("cell-size", KeyType.integer("BYTES", COUNT, 0, MOST, Rate::checkCellSize),
        (rate, value) -> new Rate(rate.rate, rate.burst, rate.packetOverheadBytes, value, rate.cellOverheadBytes), Rate::cellSizeBytes,
        "The payload of a link-layer cell in bytes, up to 65535; 48 for ATM.").usually("0");

    static final LongForm<Rate> FORM = LongForm.of("a rate", "10mbit", of(new BitRate(8)),
        Key.of("rate", KeyType.BIT_RATE, Rate::withRate, Rate::rate, "Bits per second. Each target and direction has a rate of its own.")
            .ramped("rate", "two rates", "[10mbit, 128kbit]"),
        Key.ofOptional("burst", KeyType.BYTES.called("a number of bytes", "14"), (rate, value) -> new Rate(rate.rate, Optional.of(value),
            rate.packetOverheadBytes, rate.cellSizeBytes, rate.cellOverheadBytes), Rate::burst, "The bytes that may go without waiting after a pause; beyond netem.")
            .usually("0"),
        Key.of("overhead", KeyType.integer("BYTES", COUNT, LEAST_OVERHEAD, MOST, Rate::checkOverhead),
            (rate, value) -> new Rate(rate.rate, rate.burst, value, rate.cellSizeBytes, rate.cellOverheadBytes), Rate::packetOverheadBytes,
            "The bytes that the link layer adds to each packet, -20 to 65535.").usually("0"),
        CELL_SIZE,
        Key.of("cell-overhead", KeyType.integer("BYTES", COUNT, -MOST, MOST, Rate::checkCellOverhead),
            (rate, value) -> new Rate(rate.rate, rate.burst, rate.packetOverheadBytes, rate.cellSizeBytes, value), Rate::cellOverheadBytes,
            "The bytes that the link layer adds to each cell, -65535 to 65535; 5 for ATM.").usually("0").goingWith(CELL_SIZE)).blaming("cell-overhead");

    public Rate {
        checkOverhead(packetOverheadBytes);
        checkCellSize(cellSizeBytes);
        checkCellOverhead(cellOverheadBytes);
        if (cellOverheadBytes != 0 && cellSizeBytes == 0) {
            throw new BadValueException("cell-overhead without cell-size", Remedy.of("add for example", "cell-size", 48));
        }
        if (cellSizeBytes > 0 && cellSizeBytes + cellOverheadBytes < 1) {
            throw new BadValueException("cells of " + cellSizeBytes + " bytes and an overhead of " + cellOverheadBytes + " are empty",
                "make one of them larger");
        }
    }

    public static Rate of(BitRate rate) {
        return new Rate(rate, Optional.empty(), 0, 0, 0);
    }

    static int checkOverhead(int bytes) {
        if (bytes < LEAST_OVERHEAD || bytes > MOST) {
            throw new BadValueException("not a packet overhead: " + bytes, "write " + LEAST_OVERHEAD + " to " + MOST);
        }
        return bytes;
    }

    static int checkCellSize(int bytes) {
        if (bytes < 0 || bytes > MOST) {
            throw new BadValueException("not a cell size: " + bytes, "write 0 to " + MOST);
        }
        return bytes;
    }

    static int checkCellOverhead(int bytes) {
        if (bytes < -MOST || bytes > MOST) {
            throw new BadValueException("not a cell overhead: " + bytes, "write -" + MOST + " to " + MOST);
        }
        return bytes;
    }

    public Rate withRate(BitRate other) {
        return new Rate(other, burst, packetOverheadBytes, cellSizeBytes, cellOverheadBytes);
    }

    @Override
    public Optional<String> beyondNetem() {
        return burst.map(bytes -> "rate: { burst: " + bytes + " }");
    }

    @Override
    public Object constant() {
        return burst;
    }

    @Override
    public Rate interpolated(ShapingPart to, double fraction) {
        return withRate(rate.interpolated(((Rate) to).rate, fraction));
    }

    /** Returns the value as scenarios write it, for example {@code 10mbit} or <code>{ rate: 10mbit, overhead: 26 }</code>. */
    @Override
    public String toString() {
        return FORM.written(this);
    }
}
