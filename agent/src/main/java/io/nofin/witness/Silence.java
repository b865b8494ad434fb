package io.nofin.witness;

import io.nofin.witness.measure.Verdict;
import java.util.List;

/**
 * The messages by which a host, or its peer, learnt of a failure while a fault was in force: in the connections that the fault
 * touches, in either direction.
 *
 * @param fin        TCP segments with that flag that left, or came in and were not removed
 * @param rst        TCP segments with that flag that left, or came in and were not removed
 * @param icmpErrors ICMP errors that left, or came in and were not removed
 * @param stopped    the number of such messages that came to the interface and that the fault's own rules were there to remove
 * @param verdict    whether there were none
 */
public record Silence(long fin, long rst, long icmpErrors, long stopped, Verdict verdict) {

    /**
     * Counts the messages.
     *
     * @param selection the packets that the fault selects
     * @param drops     whether its effect is a silent drop
     * @param sweeps    the packets of the times when it was in force
     */
    static Silence of(Selection selection, boolean drops, List<CaptureSlice> sweeps) {
        WireTally told = new WireTally();
        WireTally stopped = new WireTally();
        for (CaptureSlice captureSlice : sweeps) {
            captureSlice.packets().stream().filter(selection::isOfConnections).filter(Silence::tells).forEach(capturedPacket ->
                (drops && capturedPacket.isIncoming() && selection.selects(capturedPacket) ? stopped : told).add(capturedPacket.nanos(), capturedPacket.packet()));
        }
        WireCount count = told.count(true);
        long taken = stopped.count(true).packets();
        return new Silence(count.fin(), count.rst(), count.icmpErrors(), taken, verdict(count, taken, sweeps));
    }

    private static boolean tells(CapturedPacket capturedPacket) {
        return capturedPacket.packet().fin() || capturedPacket.packet().rst() || capturedPacket.packet().isIcmpError();
    }

    private static Verdict verdict(WireCount told, long stopped, List<CaptureSlice> sweeps) {
        String numbers = told.fin() + " FIN, " + told.rst() + " RST, " + told.icmpErrors() + " ICMP errors crossed"
            + (stopped == 0 ? "" : "; " + stopped + " more came to the interface, where the fault removes them");
        if (!told.isSilent()) {
            return Verdict.no(numbers);
        }
        return CaptureSlices.doubt(sweeps).map(why -> Verdict.unknown(numbers + "; but " + why)).orElse(Verdict.yes(numbers));
    }
}
