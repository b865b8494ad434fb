package io.nofin.witness;

import io.nofin.witness.verdict.Verdict;
import java.util.List;

/**
 * Whether a host, or whoever it talks to, was told that something is wrong while a fault was in force: in the connections that the
 * fault touches, in either direction.
 *
 * @param fin        TCP segments with that flag that left, or came in and were not taken away
 * @param rst        likewise
 * @param icmpErrors likewise
 * @param stopped    of such that came to the interface, how many the fault's own rules were there to take away
 * @param verdict    whether there were none
 */
public record Silence(long fin, long rst, long icmpErrors, long stopped, Verdict verdict) {

    /**
     * @param selection what the fault means
     * @param drops     whether its effect is a silent drop
     * @param sweeps    of the times when it was in force
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
            + (stopped == 0 ? "" : "; " + stopped + " more came to the interface, where the fault takes them away");
        if (!told.isSilent()) {
            return Verdict.no(numbers);
        }
        return Sweeps.doubt(sweeps).map(why -> Verdict.unknown(numbers + "; but " + why)).orElse(Verdict.yes(numbers));
    }
}
