package io.nofin.probe;

import io.nofin.scenario.Direction;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.PortPair;
import io.nofin.witness.WireCount;
import io.nofin.witness.WireWitness;

/**
 * Counts what crossed the interfaces of one end of the connection: its packets, and ICMP errors about them. A packet that a fault
 * drops on its way into a host still counts here as in; one that is dropped on its way out does not count as out.
 *
 * @param in  packets towards the host; not complete when this end never saw the connection, as behind a translated port
 * @param out packets from the host; not complete in the same case
 */
public record WireEvidence(WireCount in, WireCount out) {

    static WireEvidence of(WireWitness witness, PortPair connection, TimeSpan window) {
        WireCount in = witness.count(window.fromNanos(), window.toNanos(), Direction.IN, connection);
        WireCount out = witness.count(window.fromNanos(), window.toNanos(), Direction.OUT, connection);
        return witness.hasSeen(connection) ? new WireEvidence(in, out) : new WireEvidence(in.incomplete(), out.incomplete());
    }

    /** Returns whether the counts are complete. When they are not, a zero means nothing. */
    public boolean isKnown() {
        return in.complete() && out.complete();
    }

    public long fin() {
        return in.fin() + out.fin();
    }

    public long rst() {
        return in.rst() + out.rst();
    }

    public long icmpErrors() {
        return in.icmpErrors() + out.icmpErrors();
    }

    /** Returns whether there was no FIN, no RST and no ICMP error; false as well when that is not known. */
    public boolean isSilent() {
        return in.isSilent() && out.isSilent();
    }
}
