package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which faults fire and heal. */
class TimelineOfPlanTest {

    @Test
    void firesAndHealsInTheOrderOfTime() {
        assertEquals(List.of("PT0S fire b", "PT1S fire a", "PT1.5S heal b", "PT3S heal a"), events("""
            - { at: 1s, inject: a, for: 2s }
            - { at: 0s, inject: b, for: 1.5s }
            """));
    }

    @Test
    void healsBeforeItFiresAtTheSameMoment() {
        assertEquals(List.of("PT0S fire a", "PT1S heal a", "PT1S fire b", "PT2S heal b", "PT2S fire a", "PT3S heal a"), events("""
            - { at: 1s, inject: b, for: 1s }
            - { at: 0s, inject: a, for: 1s }
            - { at: 2s, inject: a, for: 1s }
            """));
    }

    @Test
    void repeatsBackToBack() {
        assertEquals(List.of("PT0.5S fire a+b", "PT1S heal a+b", "PT1S fire a+b", "PT1.5S heal a+b"), events("""
            - { at: 500ms, inject: [a, b], for: 500ms, repeat: { every: 500ms, times: 2 } }
            """));
    }

    private static List<String> events(String steps) {
        return Plans.ofScenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults:
              a: { on: app, drop: silent }
              b: { on: app, drop: silent, optional: true }
            timeline:
            """ + steps).timeline().stream()
            .map(event -> event.at() + (event.fire() ? " fire " : " heal ") + String.join("+", event.faults())).toList();
    }
}
