package io.nofin.silence;

import io.nofin.scenario.Direction;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the table.
 *
 * @param way     who cuts
 * @param backEnd the iptables that it uses
 */
record Row(Way way, String backEnd, Setting setting, Cut cut) {

    enum Way { REFERENCE, NOFIN, PLAIN_OUTPUT_DROP, PLAIN_INPUT_DROP }

    /** The traffic that is cut, and in which direction: two rows with the same setting may be compared. */
    record Setting(Direction direction, Traffic.Kind traffic, IpFamily family) {

        static List<Setting> all() {
            List<Setting> all = new ArrayList<>();
            for (Direction direction : Direction.values()) {
                for (Traffic.Kind traffic : Traffic.Kind.values()) {
                    for (IpFamily family : IpFamily.values()) {
                        all.add(new Setting(direction, traffic, family));
                    }
                }
            }
            return all;
        }
    }

    @Override
    public String toString() {
        return String.format("%-17s %-6s %-4s %-14s %s", way, backEnd, setting.direction, setting.traffic, setting.family);
    }
}
