package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.Artifacts;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEventJson;
import io.nofin.config.HostConfig;
import io.nofin.firewall.PacketFilter;
import io.nofin.run.FaultResult;
import io.nofin.run.OpenRun;
import io.nofin.run.RunResult;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.scenario.Shaping;
import io.nofin.target.Targets;
import io.nofin.testing.Wait;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults that are fired and healed by hand, in this process. */
class OpenRunTest extends InWorld {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1_500);
    private static final List<String> CUT = List.of("cut");
    private static final List<String> OTHER = List.of("other");
    private static final List<String> ALL = List.of("cut", "other", "slow", "slower", "lossy");
    private static final String FAULTS = """
        cut:    { on: app, peers: [10.99.0.2], drop: silent }
          other:  { on: app, peers: [10.99.0.3], drop: silent, optional: true }
          slow:   { on: app, peers: [10.99.0.2], delay: 10ms, optional: true }
          slower: { on: app, peers: [10.99.0.2], delay: 200ms, optional: true }
          lossy:  { on: app, peers: [10.99.0.2], loss: 2%, optional: true }
        """;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void firesHealsAndFiresAgain() throws Exception {
        try (OpenRun run = arm(FAULTS, "")) {
            assertReaches(PEER);
            for (int turn = 0; turn < 2; turn++) {
                run.fire(CUT, LONG);
                assertFalse(reaches(PEER));
                assertEquals(List.of("cut"), List.copyOf(run.firing().keySet()));
                run.heal(CUT);
                assertReaches(PEER);
            }
            run.heal(CUT);

            RunResult result = run.finish();

            assertTrue(result.passed(), result.problems().toString());
            assertEquals(2, result.faults().get(0).turns().size());
            assertEquals(2, result.disturbances().size());
            assertEquals(result.faults().stream().flatMap(fault -> fault.counts().stream()).toList(), run.counts());
            assertEquals(result, run.finish());
            assertEquals(List.of("armed", "fired", "healed", "fired", "healed", "disarmed"),
                events.stream().filter(event -> !(event instanceof RunEvent.Tidied)).map(RunEventJson::type).toList());
            assertLeavesNothing(run);
        }
    }

    @Test
    void eachFaultEndsByItselfUnlessItIsFiredAgain() throws Exception {
        try (OpenRun run = arm(FAULTS, "")) {
            run.fire(CUT, SHORT);
            run.fire(OTHER, SHORT.multipliedBy(2));
            run.fire(CUT, LONG);
            awaitHealed(OTHER);
            assertReaches(OTHER_PEER);
            assertFalse(reaches(PEER));
            assertTrue(run.firing().get("cut").compareTo(SHORT) > 0, run.firing().toString());

            run.fire(CUT, SHORT);
            awaitHealed(CUT);

            assertEquals(0, run.firing().size());
            assertReaches(PEER);
            List<FaultResult> faults = run.finish().faults();
            assertEquals(1, faults.get(0).turns().size());
            FaultResult.Turn other = faults.get(1).turns().get(0);
            assertTrue(other.to().minus(other.from()).compareTo(SHORT.multipliedBy(2)) >= 0, other.toString());
        }
    }

    @Test
    void changesAFaultInForce() throws Exception {
        try (OpenRun run = arm(FAULTS, "")) {
            run.fire(List.of("slow"), LONG);
            assertTrue(fastest("udp", PEER) >= 10);

            run.shape("slow", shaping("slower"));
            assertTrue(fastest("udp", PEER) >= 200);

            assertEquals("cannot go from delay: 200ms to loss: 2%: keep the same effects at both ends",
                assertThrows(BadValueException.class, () -> run.shape("slow", shaping("lossy"))).getMessage());
            assertEquals("'cut' has no shaping: name a fault with delay, loss, rate or the like",
                assertThrows(BadValueException.class, () -> run.shape("cut", shaping("slow"))).getMessage());
            assertTrue(fastest("udp", PEER) >= 200);
            run.heal(List.of("slow"));
            run.fire(List.of("slow"), LONG);
            assertTrue(fastest("udp", PEER) >= 200, "what was changed stays so");
            assertTrue(run.finish().problems().isEmpty());
        }
    }

    @Test
    void provesThatItWasSilent() throws Exception {
        try (OpenRun run = arm(FAULTS, "expect: [ { fault: cut, silent: true } ]")) {
            assertReaches(PEER);
            run.fire(CUT, LONG);
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            run.heal(CUT);

            RunResult result = run.finish();

            assertEquals(1, result.judgements().size());
            assertTrue(result.judgements().get(0).holds(), result.judgements().toString());
            assertFalse(result.evidence().isEmpty());
        }
    }

    @Test
    void closedItLeavesNothingAndDoesNothing() throws Exception {
        OpenRun run = arm(FAULTS, "");
        run.fire(CUT, LONG);
        run.close();
        run.close();

        assertReaches(PEER);
        assertLeavesNothing(run);
        assertThrows(IllegalStateException.class, run::finish);
        assertEquals("the run has ended and is disarmed: start another one",
            assertThrows(IOException.class, () -> run.fire(CUT, LONG)).getMessage());
        assertFalse(run.isEnded(), "it did not end by itself");
    }

    @Test
    void refusesWhatCannotBeFired() throws Exception {
        try (OpenRun run = arm(FAULTS, "")) {
            assertEquals("no such fault: 'cutt': name one of cut, other, slow, slower, lossy",
                assertThrows(BadValueException.class, () -> run.fire(List.of("cut", "cutt"), LONG)).getMessage());
            assertThrows(BadValueException.class, () -> run.fire(CUT, Duration.ofMinutes(11)));
            assertThrows(BadValueException.class, () -> run.fire(CUT, Duration.ZERO));
            assertEquals(0, run.firing().size());
            assertReaches(PEER);
        }
    }

    @Test
    void twoRunsInOneNamespaceDoNotMind() throws Exception {
        try (OpenRun one = arm(FAULTS, ""); OpenRun two = arm(FAULTS, "")) {
            one.fire(CUT, LONG);
            two.fire(OTHER, LONG);
            assertFalse(reaches(PEER));
            assertFalse(reaches(OTHER_PEER));

            assertTrue(one.finish().problems().isEmpty());

            assertReaches(PEER);
            assertFalse(reaches(OTHER_PEER));
            assertTrue(two.finish().problems().isEmpty());
            assertLeavesNothing(one);
            assertLeavesNothing(two);
        }
    }

    @Test
    void anyThreadMayUseIt() throws Exception {
        int times = 50;
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (OpenRun run = arm(FAULTS, "")) {
            List<Future<?>> work = new ArrayList<>();
            for (List<String> fault : List.of(CUT, OTHER)) {
                work.add(threads.submit(() -> {
                    for (int i = 0; i < times; i++) {
                        run.fire(fault, LONG);
                        run.heal(fault);
                    }
                    return null;
                }));
            }
            work.add(threads.submit(() -> {
                for (int i = 0; i < times; i++) {
                    run.shape("slow", shaping(i % 2 == 0 ? "slower" : "slow"));
                    run.counts();
                }
                return null;
            }));
            for (Future<?> one : work) {
                one.get();
            }
            RunResult result = run.finish();
            assertEquals(List.of(), result.problems());
            assertEquals(List.of(times, times, 0, 0, 0), result.faults().stream().map(fault -> fault.turns().size()).toList());
            assertEquals(2 * times, result.disturbances().size());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theKillSwitchEndsIt() throws Exception {
        Path file = scenario(text("app", "cut: { on: app, peers: [10.99.0.2], drop: silent }", CUT, ""));

        String output = world.sh("exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
            + System.getProperty("java.class.path") + "' " + StoppedByFile.class.getName() + " " + file);

        assertEquals(List.of("disarmed true", "ended true, firing {}", "interrupted true, turns 1",
            "stopped by /run/nofin/stop, which keeps new faults away until it is removed",
            "the run has ended and is disarmed: start another one"), output.lines().toList());
        assertReaches(PEER);
        assertNothingIsLeft();
    }

    private OpenRun arm(String faults, String more) throws Exception {
        return OpenRun.arm(read(faults, more), HostConfig.NONE, Targets.all(), new Artifacts(Optional.empty(), false), events::add);
    }

    private Scenario read(String faults, String more) throws Exception {
        return new ScenarioReader(PacketFilter::compile).read(scenario(text(app.path().toString(), faults, ALL, more)));
    }

    private static String text(String netns, String faults, List<String> names, String more) {
        return "nofin: 1\nname: by-hand\ntargets: { app: { netns: \"" + netns + "\" } }\nfaults:\n  " + faults
            + "\ntimeline: [ { at: 0s, inject: [" + String.join(", ", names) + "], for: 1s } ]\n" + more + "\n";
    }

    private Shaping shaping(String fault) throws Exception {
        return (Shaping) ((Fault.OnTargets) read(FAULTS, "").faults().get(fault)).effect();
    }

    private void awaitHealed(List<String> faults) throws Exception {
        Wait.until("healed " + faults, () -> events.stream()
            .anyMatch(event -> event instanceof RunEvent.Healed healed && healed.faults().equals(faults)));
    }

    /** Asserts that a run has left nothing in the namespaces, and no journal in the directory that all runs on this machine share. */
    private void assertLeavesNothing(OpenRun run) throws IOException {
        String id = run.plan().run().value();
        assertEquals(List.of(), world.traces("app", "peer").stream().filter(line -> line.contains(id)).toList());
        try (Stream<Path> journals = Files.list(Path.of("/run/nofin"))) {
            assertEquals(List.of(), journals.filter(journal -> journal.getFileName().toString().contains(id)).toList());
        }
    }
}
