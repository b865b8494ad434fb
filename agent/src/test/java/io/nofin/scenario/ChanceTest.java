package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A seed is told where it matters, and nowhere else. */
class ChanceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "false | drop: silent", "false | delay: 100ms", "false | rate: 1mbit", "false | loss: { every: 3 }", "false | loss: 100%",
        "true | delay: { time: 100ms, jitter: 10ms }", "true | loss: 5%", "true | duplicate: 5%", "true | corrupt: 1%", "true | slot: 1ms",
        "true | drop: silent, connections: 20%"})
    void isWhatFaultsDecideBy(boolean random, String effect) throws Exception {
        assertEquals(random, scenario("{ on: app, " + effect + " }", "for: 1s", "").isRandom(), effect);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"false | interval: 1s", "true | interval: 1s, jitter: 10%"})
    void isWhatProbesWaitBy(boolean random, String retry) throws Exception {
        assertEquals(random, scenario("{ on: app, drop: silent }", "for: 1s",
            "probes: { db: { from: app, tcp: \"10.0.0.1:80\", retry: { " + retry + " } } }").isRandom(), retry);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"false | for: 5s", "true | for: 5s, ramp: { loss: [0%, 10%], over: 4s }"})
    void isWhatARampMayLeadTo(boolean random, String step) throws Exception {
        assertEquals(random, scenario("{ on: app, delay: 10ms }", step, "").isRandom(), step);
    }

    private static Scenario scenario(String fault, String step, String more) throws Exception {
        return new ScenarioReader(FilterCheck.NONE).read("nofin: 1\ntargets: { app: { netns: app } }\nfaults: { f: " + fault
            + " }\ntimeline: [{ inject: f, " + step + " }]\n" + more + "\n", "test.yaml");
    }
}
