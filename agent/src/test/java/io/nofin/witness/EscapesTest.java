package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.inject.FactFinder;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.ResolvedHosts;
import io.nofin.plan.RunId;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Cost;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.TargetHost;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The captures of what leaves, which begin while a run is armed. */
@KernelTest
class EscapesTest {

    private static final Path NEAR = Path.of("/run/netns/near");
    private static final Path PACKET_SOCKETS = Path.of("/proc/thread-self/net/packet");
    private static final int PROTOCOL = 3;          // the column
    private static final String ETH_P_ALL = "0003";
    private static final int TURNS = 5;

    private TargetHost near;

    @BeforeEach
    void takeHost(@Own TwoHosts ofThisTest) {
        near = ofThisTest.near();
    }

    /** Asks the kernel's table of packet sockets. */
    @Test
    void capturesHaveBegunOnceTheyWereWaitedFor() throws IOException {
        for (int turn = 0; turn < TURNS; turn++) {
            try (Escapes escapes = watch(Budget.STANDARD)) {
                escapes.await();
                assertEquals(1, captures());
            }
            assertEquals(0, captures());
        }
    }

    @Test
    void aCaptureThatWasNotWaitedForEndsAsWell() throws IOException {
        watch(Budget.STANDARD).close();
        assertEquals(0, captures());
    }

    @Test
    void aCaptureThatCannotBeginIsADoubt() throws IOException {
        try (Escapes escapes = watch(Budget.STANDARD.with(Cost.CAPTURE_MEMORY, 1))) {
            List<String> doubts = escapes.found(List.of(), Duration.ZERO).get(0).doubts();
            assertTrue(doubts.get(0).startsWith("what left was not watched: "), doubts.toString());
            assertEquals(1, doubts.size());
        }
    }

    private long captures() throws IOException {
        List<String> sockets = near.namespace().call(() -> Files.readAllLines(PACKET_SOCKETS));
        return sockets.stream().filter(socket -> socket.trim().split("\\s+")[PROTOCOL].equals(ETH_P_ALL)).count();
    }

    private Escapes watch(Budget budget) throws IOException {
        Scenario scenario = new Scenario("test", "", OptionalLong.empty(), false, Map.of("near", new TargetSpec.Netns("near")), Map.of(),
            Map.of("cut", new Fault.OnTargets(List.of("near"), Selector.all(), new Drop(), false)),
            List.of(Step.once(Duration.ZERO, List.of("cut"), Duration.ofSeconds(1))), Map.of());
        Plan plan = Planner.plan(RunId.draw(), 1, scenario, new ResolvedHosts(
            Map.of("near", List.of(new HostRef(near.label(), near.origin(), NEAR, near.addresses()))), Map.of(),
            Map.of(NEAR, FactFinder.find(near.namespace(), List.of()))));
        return Escapes.watch(scenario, plan, Map.of(NEAR, near), CaptureMemory.of(budget));
    }
}
