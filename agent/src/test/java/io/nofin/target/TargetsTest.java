package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TargetsTest {

    @Test
    void everyKindThatCanBeWrittenIsFoundByOneResolver() {
        List<TargetKind> ofContainers = ContainerRuntimes.all().stream().flatMap(runtime -> runtime.kinds().stream()).toList();

        assertEquals(Set.copyOf(TargetKind.written()), TargetKind.written().stream().filter(Targets::isFound).collect(Collectors.toSet()));
        assertEquals(Set.copyOf(ofContainers).size(), ofContainers.size(), "one runtime for each kind: " + ofContainers);
    }

    @Test
    void hostsOfALabAreBuiltAndNotFound() {
        assertThrows(IllegalStateException.class, () -> Targets.all().resolve("client", new TargetSpec.Lab("client")));
    }
}
