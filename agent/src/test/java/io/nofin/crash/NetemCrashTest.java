package io.nofin.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.NetemTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few trials on a kernel that has sch_netem, whose qdiscs are to be removed too. */
@NetemTest
class NetemCrashTest {

    private static final List<Trial> TRIALS = List.of(Trial.at(Victim.AGENT, 12), Trial.at(Victim.AGENT, 20), Trial.at(Victim.BOTH, 31),
        Trial.at(Victim.AGENT, 36), Trial.at(Victim.BOTH, 42));

    @Test
    void leavesNoQdiscEither(@TempDir Path directory) throws Exception {
        CrashSeries series = CrashSeries.run(TRIALS, 1, directory);

        assertEquals(List.of(), series.notWell());
        assertEquals(List.of(), series.complaints());
    }
}
