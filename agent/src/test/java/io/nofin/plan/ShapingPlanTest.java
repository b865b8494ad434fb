package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans choose an engine that shapes packets, and the rules that bring packets to it. Hosts and addresses are those of {@link Plans}. */
class ShapingPlanTest {

    private static final NetemFacts NETEM = new NetemFacts(Optional.empty(), false, true, List.of("eth0", "eth1"));
    private static final NetemFacts SEEDABLE = new NetemFacts(Optional.empty(), true, true, List.of("eth0"));
    private static final NetemFacts NO_NETEM = NetemFacts.missing("this kernel has no sch_netem");
    private static final String QUEUE = "nofin's queue engine: ";

    @Test
    void marksPacketsForTheQueueEngine() {
        Plan plan = plan(NO_NETEM, "slow: { on: app, peers: [db], delay: 10ms }");

        assertEquals("""
            *mangle
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            :NOFIN-abcdef-past-out - [0:0]
            :NOFIN-abcdef-past-in - [0:0]
            -A NOFIN-abcdef-out -m mark --mark 0x80000000/0x80000000 -j RETURN
            -A NOFIN-abcdef-in -m mark --mark 0x40000000/0x40000000 -j RETURN
            -A NOFIN-abcdef-in -p igmp -j RETURN
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-in ! -i lo -j NOFIN-abcdef-1-in
            -A NOFIN-abcdef-out -m mark ! --mark 0x0/0x10000000 -p tcp -m mark --mark 0x0/0x20000000 -m addrtype --src-type LOCAL -j NFQUEUE --queue-num 100 --queue-bypass
            -A NOFIN-abcdef-out -m mark ! --mark 0x0/0x10000000 -j NFQUEUE --queue-num 102 --queue-bypass
            -A NOFIN-abcdef-in -m mark ! --mark 0x0/0x10000000 -j NFQUEUE --queue-num 101 --queue-bypass
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "slow of test" -j MARK --or-mark 0x10000000
            -A NOFIN-abcdef-1-in -m set --match-set nofin-abcdef-1-4 src -m comment --comment "slow of test" -j MARK --or-mark 0x10000000
            -A NOFIN-abcdef-past-out -j ACCEPT
            -A NOFIN-abcdef-past-in -j MARK --set-xmark 0x0/0xf0000000
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            -I PREROUTING 1 -j NOFIN-abcdef-in
            -I OUTPUT 1 -m mark --mark 0x80000000/0x80000000 -j NOFIN-abcdef-past-out
            -I INPUT 1 -m mark --mark 0x40000000/0x40000000 -j NOFIN-abcdef-past-in
            -I FORWARD 1 -m mark --mark 0x40000000/0x40000000 -j NOFIN-abcdef-past-in
            COMMIT
            *filter
            :NOFIN-abcdef-past-out - [0:0]
            -A NOFIN-abcdef-past-out -j ACCEPT
            -I OUTPUT 1 -m mark --mark 0x80000000/0x80000000 -j NOFIN-abcdef-past-out
            COMMIT
            """.lines().sorted().toList(), rules(plan));
    }

    @Test
    void looksAtMarksOnlyOfPacketsThatMayBePeers() {
        List<String> rules = rules(plan(NO_NETEM, "one: { on: app, peers: 10.1.0.1, delay: 10ms }\ntwo: { on: app, peers: 10.2.0.0/16, loss: 1% }"));
        List<String> changing = rules(plan(NO_NETEM, "one: { on: app, peers: 10.1.0.1, delay: 10ms }\ntwo: { on: app, peers: [db], loss: 1% }"));

        List<String> marks = rules.stream().filter(rule -> rule.contains("-m mark")).toList();
        assertEquals(9, marks.size(), rules.toString());
        assertTrue(marks.stream().allMatch(rule -> rule.contains("-d 10.0.0.0/14 ") || rule.contains("-s 10.0.0.0/14 ")), marks.toString());
        assertTrue(changing.stream().filter(rule -> rule.contains("-m mark")).noneMatch(rule -> rule.matches(".* -[ds] .*")), changing.toString());
    }

    @Test
    void classifiesPacketsForNetem() {
        Plan plan = plan(NETEM, "slow: { on: app, direction: out, delay: 10ms }");

        assertEquals("""
            *mangle
            :NOFIN-abcdef-out - [0:0]
            :NOFIN-abcdef-1-out - [0:0]
            -A NOFIN-abcdef-out -m owner ! --socket-exists -m addrtype ! --src-type UNICAST --dst-type BROADCAST,MULTICAST -j RETURN
            -A NOFIN-abcdef-out ! -o lo -j NOFIN-abcdef-1-out
            -A NOFIN-abcdef-1-out -m set --match-set nofin-abcdef-1-4 dst -m comment --comment "slow of test" -j CLASSIFY --set-class 6e6f:1
            -I POSTROUTING 1 -j NOFIN-abcdef-out
            COMMIT
            """.lines().sorted().toList(), rules(plan));
        ShapingPlan shaping = plan.hosts().get(0).shaping();
        assertEquals(List.of("slow out: netem, class 6e6f:1"), shaping.explanation());
        assertEquals(List.of("eth0", "eth1"), shaping.devices());
        assertEquals(Optional.empty(), shaping.queue());
        assertEquals(6, shaping.commands(plan.hosts().get(0).host()).size());
        assertTrue(shaping.commands(plan.hosts().get(0).host()).get(2).endsWith(
            "tc qdisc replace dev eth0 parent 6e6f:1 handle 7001: netem limit 16668 delay 10ms"), shaping.commands(plan.hosts().get(0).host()).get(2));
    }

    @Test
    void whatComesInIsTheQueueEnginesEverywhere() {
        assertEquals(List.of("slow out: netem, class 6e6f:1", "slow in: " + QUEUE + "incoming packets pass no netem"),
            explanation(NETEM, "slow: { on: app, delay: 10ms }"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "loss: { every: 3 }                            | netem cannot do loss: { every: 3 }",
        "loss: 1%                                      | netem decides once about a packet of the sender, which becomes many on the wire",
        "delay: 10ms, engine: queue                    | as the scenario says",
        "rate: { rate: 1mbit, burst: 15kb }            | netem cannot do rate: { burst: 15kb }",
        "corrupt: { probability: 1%, checksum: fix }   | netem cannot do corrupt: { checksum: fix }"})
    void netemIsNotAskedForWhatItCannotDo(String effect, String because) {
        assertEquals(List.of("f out: " + QUEUE + because), explanation(NETEM, "f: { on: app, direction: out, " + effect + " }"));
    }

    @Test
    void faultsOnTheSamePacketsAreTheQueueEngines() {
        assertEquals(List.of("one out: " + QUEUE + "two may hit the same packets, and netem holds a packet once",
                "two out: " + QUEUE + "one may hit the same packets, and netem holds a packet once"),
            explanation(NETEM, """
                one: { on: app, direction: out, peers: [10.0.0.0/8], delay: 10ms }
                two: { on: app, direction: out, peers: [db], loss: 1% }"""));
    }

    @Test
    void faultsOnOtherPacketsHaveClassesOfTheirOwn() {
        assertEquals(List.of("one out: netem, class 6e6f:1", "two out: netem, class 6e6f:2", "udp out: netem, class 6e6f:3"),
            explanation(NETEM, """
                one: { on: app, direction: out, protocol: tcp, peers: [db], delay: 10ms }
                two: { on: app, direction: out, protocol: tcp, peers: [web], rate: 1mbit }
                udp: { on: app, direction: out, protocol: icmp, peers: [db], loss: 1% }"""));
    }

    @Test
    void netemThatHasToBeIsRefusedWhereItWouldNotDoAll() {
        BadValueException refused = assertThrows(BadValueException.class, () -> plan(NETEM, """
            one: { on: app, direction: out, delay: 10ms, engine: netem }
            two: { on: app, direction: out, peers: [db], loss: 1% }"""));

        assertEquals("faults.one.engine: netem holds a packet once, and two may hit the same ones", refused.what());
    }

    @Test
    void netemsThatDuplicateAreAloneWhereTheKernelWantsThat() {
        NetemFacts apart = new NetemFacts(Optional.empty(), false, false, List.of("eth0"));
        String twice = "one: { on: app, direction: out, peers: [10.1.0.0/16], duplicate: 5%, engine: netem }\n";
        BadValueException refused = assertThrows(BadValueException.class, () -> plan(apart, twice
            + "two: { on: app, direction: out, peers: [10.2.0.0/16], delay: 10ms, engine: netem }"));

        assertEquals("faults.one.engine: this kernel's netem duplicates only where it is alone on a device, and two uses netem there, too", refused.what());
        assertEquals("leave engine out of one of the two, or have them in two runs, one after the other", refused.remedy().toString());
        assertEquals(List.of("one out: netem, class 6e6f:1",
            "two out: " + QUEUE + "this kernel's netem duplicates only where it is alone on a device, and that of one does"),
            explanation(apart, twice + "two: { on: app, direction: out, peers: [10.2.0.0/16], delay: 10ms }"));
        assertEquals(List.of("one out: netem, class 6e6f:1", "two out: netem, class 6e6f:2"),
            explanation(NETEM, twice + "two: { on: app, direction: out, peers: [10.2.0.0/16], delay: 10ms, engine: netem }"));
    }

    @Test
    void chanceThatIsToBeRepeatedNeedsASeed() {
        String seeded = "nofin: 1\nname: test\nseed: 3\ntargets: { app: { netns: app } }\nfaults: { f: { on: app, direction: out, %s } }\n"
            + "timeline: [{ at: 0s, inject: f, for: 1s }]\n";

        assertEquals(List.of("f out: " + QUEUE + "it follows the scenario's seed, which this kernel's netem does not know (Linux 6.6 does)"),
            shaping(Plans.ofScenario(seeded.formatted("protocol: icmp, loss: 1%"), facts(NETEM))).explanation());
        assertEquals(List.of("f out: netem, class 6e6f:1"),
            shaping(Plans.ofScenario(seeded.formatted("protocol: icmp, loss: 1%"), facts(SEEDABLE))).explanation());
        assertEquals(List.of("f out: netem, class 6e6f:1"),
            shaping(Plans.ofScenario(seeded.formatted("delay: 10ms"), facts(NETEM))).explanation());
    }

    @Test
    void theSameSeedPlansTheSame() {
        String faults = "f: { on: app, direction: out, protocol: icmp, loss: 1% }";

        assertEquals(plan(SEEDABLE, faults), plan(SEEDABLE, faults));
        assertTrue(shaping(plan(SEEDABLE, faults)).netems().get(0).seed().isPresent());
        assertTrue(shaping(plan(NETEM, faults)).netems().get(0).seed().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"RAW, -m conntrack --ctstate SNAT, -m conntrack --ctstate DNAT --ctdir ORIGINAL",
        "BEHIND, -m conntrack --ctstate SNAT --ctdir ORIGINAL, -m conntrack --ctstate DNAT --ctdir REPLY"})
    void holdsWhatConnectionTrackingWouldNotKnowAsACopy(Resending.CopyRoute way, String source, String destination) {
        List<String> rules = out(new Resending(way, true, Resending.Duplicates.NEVER, List.of("a test")));

        assertEquals(List.of("-m conntrack ! --ctstatus CONFIRMED -j MARK --or-mark 0x20000000", source + " -j MARK --or-mark 0x20000000",
            destination + " -j MARK --or-mark 0x20000000"), rules.stream().filter(rule -> rule.contains("conntrack")).toList());
    }

    @Test
    void takesOnlyLocalTcpWhole() {
        assertEquals(List.of("-p tcp -m mark --mark 0x0/0x20000000 -m addrtype --src-type LOCAL -j NFQUEUE --queue-num 100 --queue-bypass",
            "-j NFQUEUE --queue-num 102 --queue-bypass"), out(Resending.FREE));
        assertEquals(List.of("-j NFQUEUE --queue-num 102 --queue-bypass"), out(new Resending(Resending.CopyRoute.NONE, false, Resending.Duplicates.NEVER, List.of("a test"))));
    }

    /** Returns the rules of IPv4 behind the mark of any lane, on the way out. */
    private static List<String> out(Resending resending) {
        String marked = "-A NOFIN-abcdef-out -m mark ! --mark 0x0/0x10000000 ";
        Plan plan = Plans.shaped("f: { on: app, direction: out, delay: 1ms }", new ShapingFacts(100, 0, false, resending, NO_NETEM));
        return plan.hosts().get(0).ipv4().install().lines().filter(line -> line.startsWith(marked))
            .map(line -> line.substring(marked.length())).toList();
    }

    @Test
    void marksOfOthersAreLeftAlone() {
        Plan plan = Plans.shaped("f: { on: app, direction: out, delay: 1ms }", new ShapingFacts(100, 0xF000_0001, true, Resending.FREE, NO_NETEM));

        assertEquals(0x0F00_0000, shaping(plan).queue().orElseThrow().marks().all());
        assertEquals(List.of("app: somebody there compares whole packet marks; packets on their way through nofin's queue engine carry bits of"
            + " 0xf000000 too, and do not match"), plan.notes());
    }

    @Test
    void tooManyFaultsForTheMarksThatAreFree() {
        BadValueException refused = assertThrows(BadValueException.class,
            () -> Plans.shaped("f: { on: app, delay: 1ms }", new ShapingFacts(100, ~7, false, Resending.FREE, NO_NETEM)));

        assertTrue(refused.what().startsWith("app: too many faults that shape"), refused.what());
    }

    @Test
    void namedInterfacesAloneGetATree() {
        assertEquals(List.of("eth1"), shaping(plan(NETEM, "f: { on: app, direction: out, interface: eth1, delay: 1ms }")).devices());
        assertEquals(List.of("eth0", "eth1"), shaping(plan(NETEM, "f: { on: app, direction: out, interface: eth+, delay: 1ms }")).devices());
        assertEquals(List.of("lo"), shaping(plan(NETEM, "f: { on: app, direction: out, interface: lo, delay: 1ms }")).devices());
    }

    private static List<String> explanation(NetemFacts netem, String faults) {
        return shaping(plan(netem, faults)).explanation();
    }

    private static ShapingPlan shaping(Plan plan) {
        return plan.hosts().get(0).shaping();
    }

    private static Plan plan(NetemFacts netem, String faults) {
        return Plans.shaped(faults, facts(netem));
    }

    private static ShapingFacts facts(NetemFacts netem) {
        return new ShapingFacts(100, 0, false, Resending.FREE, netem);
    }

    private static List<String> rules(Plan plan) {
        return plan.hosts().get(0).rules(IpFamily.IPV4).install().lines().sorted().toList();
    }
}
