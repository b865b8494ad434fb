package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Remedy;
import io.nofin.yaml.FlowMapping;
import java.util.Optional;

/**
 * Sends packets one after the other, as fast as a line of that rate would: each takes its own length, and what the link layer
 * adds to it. See tc-netem(8).
 *
 * @param burst               what may go without waiting after a pause; netem has no such thing, the queue engine has
 * @param packetOverheadBytes added to each packet, -20 to 65535; less than 0 where the line carries no Ethernet header
 * @param cellSizeBytes       packets go in cells of that many bytes, the last one filled up; 0 without cells, 65535 at most
 * @param cellOverheadBytes   added to each cell, -65535 to 65535; a cell keeps one byte at least
 */
public record Rate(BitRate rate, Optional<ByteCount> burst, int packetOverheadBytes, int cellSizeBytes, int cellOverheadBytes) {

    private static final int LEAST_OVERHEAD = -20;      // a packet is an IP header at least; the kernel's length must stay positive
    private static final int MOST = 0xFFFF;

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

    Rate interpolated(Rate to, double fraction) {
        return withRate(rate.interpolated(to.rate, fraction));
    }

    /** As scenarios write it, for example {@code 10mbit} or <code>{ rate: 10mbit, overhead: 26 }</code>. */
    @Override
    public String toString() {
        return new FlowMapping().add("rate", rate).addIfPresent("burst", burst).addUnless(0, "overhead", packetOverheadBytes)
            .addUnless(0, "cell-size", cellSizeBytes).addUnless(0, "cell-overhead", cellOverheadBytes).orShort();
    }
}
