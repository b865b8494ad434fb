package io.nofin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunEventJsonTest {

    private static final Duration NANOS = Duration.ofNanos(1_234_567_891);
    private static final Duration LONG = Duration.ofSeconds(2_147_483).plusNanos(1);

    /** Each with all that it may have, and with as little. */
    private static final List<RunEvent> EVENTS = List.of(
        new RunEvent.Tidied(Map.of("run k3f9q2 of process 7", 3), List.of("netns:app: it resists")),
        new RunEvent.Tidied(Map.of(), List.of()),
        new RunEvent.Armed("k3f9q2", 4, 2, NANOS, List.of("app: slow out: netem, class 1:1"), OptionalLong.of(Long.MAX_VALUE), List.of("a note"),
            List.of(new RunEvent.Stretch("cut", Duration.ZERO, LONG), new RunEvent.Stretch("slow", NANOS, NANOS)), List.of("pool")),
        new RunEvent.Armed("k3f9q2", 0, 0, Duration.ZERO, List.of(), OptionalLong.empty(), List.of(), List.of(), List.of()),
        new RunEvent.Fired(NANOS, List.of("cut", "slow"), LONG, Optional.of("from delay: 1ms to delay: 1s in 10s"), NANOS, NANOS),
        new RunEvent.Fired(NANOS, List.of("cut"), LONG, Optional.empty(), Duration.ofNanos(1), Duration.ZERO),
        new RunEvent.Healed(LONG, List.of("cut"), NANOS, Duration.ZERO),
        new RunEvent.Wiped(NANOS, "app", List.of("cut"), List.of("the \"jump\""), List.of("nft (pid 7)"), true),
        new RunEvent.Followed(NANOS, "docker:app \"started\" or moved", NANOS),
        new RunEvent.Recovering(),
        new RunEvent.ProbeChanged("pool", Optional.of(NANOS), ProbeState.UP, ProbeState.DOWN, "it timed out\nafter 1s", 2),
        new RunEvent.ProbeChanged("pool", Optional.empty(), ProbeState.CONNECTING, ProbeState.FAILED, "", 0),
        new RunEvent.Disarmed(NANOS));

    @Test
    void readsWhatItWrites() throws Exception {
        for (RunEvent event : EVENTS) {
            assertEquals(Optional.of(event), RunEventJson.read(RunEventJson.type(event), RunEventJson.text(event)));
            assertTrue(RunEventJson.text(event).lines().count() == 1, RunEventJson.text(event));
        }
    }

    @Test
    void everyEventThatThereIsStandsAbove() {
        Set<Class<?>> covered = EVENTS.stream().map(Object::getClass).collect(Collectors.toSet());

        assertEquals(Stream.of(RunEvent.class.getPermittedSubclasses()).collect(Collectors.toSet()), covered);
    }

    @Test
    void writesSecondsAndKebabCase() {
        assertEquals("{\"at\":1.234567891,\"faults\":[\"cut\"],\"took\":5.0E-5,\"skew\":0.0}",
            RunEventJson.text(new RunEvent.Healed(NANOS, List.of("cut"), Duration.ofNanos(50_000), Duration.ZERO)));
        assertEquals("{\"probe\":\"pool\",\"at\":null,\"from\":\"connecting\",\"to\":\"up\",\"reason\":\"\",\"failures\":0}",
            RunEventJson.text(new RunEvent.ProbeChanged("pool", Optional.empty(), ProbeState.CONNECTING, ProbeState.UP, "", 0)));
        assertEquals(Set.of("tidied", "armed", "fired", "healed", "wiped", "followed", "recovering", "probe", "disarmed"),
            EVENTS.stream().map(RunEventJson::type).collect(Collectors.toSet()));
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws Exception {
        assertEquals(Optional.empty(), RunEventJson.read("ended", "{\"run\":{}}"));
        assertEquals(Optional.of(new RunEvent.Recovering()), RunEventJson.read("recovering", "{\"since\":3}"));
    }

    @Test
    void refusesWhatIsNoEvent() {
        for (String text : List.of("", "{", "[]", "7", "{\"at\":1}")) {
            IOException refused = assertThrows(IOException.class, () -> RunEventJson.read("healed", text));
            assertEquals("not the data of an event 'healed': " + text, refused.getMessage());
        }
    }
}
