package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.scenario.TargetSpec;
import io.nofin.unit.BadValueException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetNotationTest {

    @Test
    void readsWhatATargetIsWrittenAs() {
        List<TargetSpec> targets = List.of(new TargetSpec.Netns("app"), new TargetSpec.Docker("app"), new TargetSpec.DockerLabel("a=b"),
            new TargetSpec.Pid(4711), new TargetSpec.Host());
        for (TargetSpec target : targets) {
            assertEquals(target, TargetNotation.parse(target.toString()));
        }
    }

    @Test
    void leavesAddressesAndNamesToOthers() {
        for (String other : List.of("10.0.0.1", "fd00::1", "db.example.org", "")) {
            assertEquals(Optional.empty(), TargetNotation.tryParse(other));
        }
    }

    @Test
    void saysWhatToWriteInstead() {
        assertEquals("not a target: 'app': write netns:NAME, docker:NAME, docker:label=KEY=VALUE, pid:NUMBER or host;"
            + " 'nofin targets' lists what is here", assertThrows(BadValueException.class, () -> TargetNotation.parse("app")).getMessage());
        assertEquals("not a process number: 'one': write for example pid:4711",
            assertThrows(BadValueException.class, () -> TargetNotation.parse("pid:one")).getMessage());
    }
}
