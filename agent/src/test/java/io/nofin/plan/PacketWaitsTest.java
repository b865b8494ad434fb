package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of steps that wait for a packet. Hosts and addresses are those of {@link Plans}. */
class PacketWaitsTest {

    @Test
    void queuePacketsOfTheSelectorAtTheEndOfTheChainBehindAGate() {
        Plan plan = plan("cut: { on: app, drop: silent }", "{ on: app, peers: db, protocol: tcp, ports: 5432, direction: out, contains: COMMIT }", "cut");

        String rules = rules(plan, IpFamily.IPV4);
        assertTrue(rules.contains("-A POSTROUTING -j NOFIN-abcdef-2-out\n"), rules);
        assertTrue(rules.contains("-A NOFIN-abcdef-2-out ! -o lo -p tcp -m multiport --ports 5432 -m set --match-set nofin-abcdef-2-4 dst -m comment"
            + " --comment \"timeline[0].when.packet of test\" -j NFQUEUE --queue-num 60900 --queue-bypass\n"), rules);
        assertEquals(List.of("10.0.0.2"), plan.hosts().get(0).triggers().get(0).gate().members(IpFamily.IPV4).stream().map(Object::toString).toList());
        assertEquals(1, plan.hosts().get(0).gates().size(), "the gate of the wait is not a fault's");
        assertEquals(4, plan.hosts().get(0).sets().size(), "of both gates and families");
    }

    /** Packets behind the one go through the same place again, and so have to meet the faults there or later. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"drop: silent | passes | mangle POSTROUTING, raw PREROUTING", "delay: 1ms | passes | mangle POSTROUTING, mangle PREROUTING",
        "reject: tcp-reset | faulted | mangle OUTPUT, raw PREROUTING"})
    void standWherePacketsBehindTheOneMeetTheFaultsOnceMore(String effect, String keep, String places) {
        ShapingFacts facts = new ShapingFacts(60_990, 0, false, Resending.FREE, NetemFacts.missing("no netem"));
        Plan plan = Plans.ofScenario(text("f: { on: app, " + effect + " }", "packet: { on: app, peers: db }, keep: " + keep, "f"), facts);

        assertEquals(places, plan.hosts().get(0).rules(IpFamily.IPV4).lastJumps().stream()
            .map(jump -> jump.table().tableName() + " " + jump.chain()).collect(Collectors.joining(", ")));
    }

    @Test
    void makeCopiesOfTheQueueEnginePassAllRules() {
        ShapingFacts facts = new ShapingFacts(60_990, 0, false, Resending.FREE, NetemFacts.missing("no netem"));
        Plan plan = Plans.ofScenario(text("f: { on: app, delay: 1ms }", "packet: { on: app }", "f"), facts);

        assertEquals(Resending.CopyRoute.RAW, plan.hosts().get(0).shaping().queue().orElseThrow().resending().way());
        assertTrue(plan.hosts().get(0).shaping().explanation().toString().contains("because a step waits for packets"));
    }

    @Test
    void haveAQueueEachAndNotTooMany() {
        Plan two = Plans.ofScenario(many(2));
        assertEquals(List.of(60_900, 60_901), two.hosts().get(0).triggers().stream().map(HostTrigger::queue).toList());

        assertEquals("more than 16 steps wait for packets of app", assertThrows(BadValueException.class, () -> Plans.ofScenario(many(17))).what());
    }

    private static String many(int steps) {
        return "nofin: 1\nname: test\ntargets: { app: { netns: app } }\nfaults:\n"
            + IntStream.range(0, steps).mapToObj(step -> "  f" + step + ": { on: app, drop: silent }\n").collect(Collectors.joining()) + "timeline:\n"
            + IntStream.range(0, steps).mapToObj(step -> "  - { when: { packet: { on: app } }, inject: f" + step + ", for: 1s }\n").collect(Collectors.joining());
    }

    private static Plan plan(String fault, String packet, String inject) {
        return Plans.ofScenario(text(fault, "packet: " + packet, inject));
    }

    private static String text(String fault, String when, String inject) {
        return """
            nofin: 1
            name: test
            targets: { app: { netns: app }, db: { netns: db } }
            faults: { %s }
            timeline: [{ when: { %s }, inject: %s, for: 1s }]
            """.formatted(fault, when, inject);
    }

    private static String rules(Plan plan, IpFamily family) {
        return plan.hosts().get(0).rules(family).install();
    }
}
