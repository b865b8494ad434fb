package io.nofin.witness;

import io.nofin.witness.verdict.Verdict;
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
    static Silence of(Selection selection, boolean drops, List<Sweep> sweeps) {
        WireTally told = new WireTally();
        WireTally stopped = new WireTally();
        for (Sweep sweep : sweeps) {
            sweep.packets().stream().filter(selection::isOfConnections).filter(Silence::tells).forEach(seen ->
                (drops && seen.isIncoming() && selection.selects(seen) ? stopped : told).add(seen.nanos(), seen.packet()));
        }
        WireCount count = told.count(true);
        long taken = stopped.count(true).packets();
        return new Silence(count.fin(), count.rst(), count.icmpErrors(), taken, verdict(count, taken, sweeps));
    }

    private static boolean tells(Seen seen) {
        return seen.packet().fin() || seen.packet().rst() || seen.packet().isIcmpError();
    }

    private static Verdict verdict(WireCount told, long stopped, List<Sweep> sweeps) {
        String numbers = told.fin() + " FIN, " + told.rst() + " RST, " + told.icmpErrors() + " ICMP errors crossed"
            + (stopped == 0 ? "" : "; " + stopped + " more came to the interface, where the fault removes them");
        if (!told.isSilent()) {
            return Verdict.no(numbers);
        }
        return Sweeps.doubt(sweeps).map(why -> Verdict.unknown(numbers + "; but " + why)).orElse(Verdict.yes(numbers));
    }
}
