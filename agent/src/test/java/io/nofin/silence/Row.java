package io.nofin.silence;

import io.nofin.scenario.Direction;
import io.nofin.unit.IpFamily;

/**
 * One line of the table.
 *
 * @param way     who cuts
 * @param backEnd the iptables that it uses
 */
record Row(Way way, String backEnd, Setting setting, Cut cut) {

    enum Way { REFERENCE, NOFIN, PLAIN_OUTPUT_DROP }

    /** What is cut: two rows with the same setting may be compared. */
    record Setting(Direction direction, Traffic.Kind traffic, IpFamily family) {
    }

    @Override
    public String toString() {
        return String.format("%-17s %-6s %-4s %-14s %s", way, backEnd, setting.direction, setting.traffic, setting.family);
    }
}
