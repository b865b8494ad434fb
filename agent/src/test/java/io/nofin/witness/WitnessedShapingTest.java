package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.RuleSet;
import io.nofin.plan.Gate;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostPlan;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.RunId;
import io.nofin.plan.ShapingPlan;
import io.nofin.scenario.Budget;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Peer;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Probability;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Verdict.Answer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each capture tells something else about a shaping, by where it is. The queue engine really shapes, and is told to by hand. */
@KernelTest
class WitnessedShapingTest {

    private static final String FAULT = "slow";
    private static final List<String> FAULTS = List.of(FAULT);
    private static final int ATTEMPTS = 10;
    private static final Shaping ASKED = new ShapingBuilder().delay(Delay.of(Duration.ofMillis(60))).build();

    private final Map<Path, TargetHost> found = new LinkedHashMap<>();
    private Routed hosts;

    @BeforeEach
    void makeHosts() throws IOException {
        hosts = new Routed();
        found.put(Path.of("near"), hosts.near());
        found.put(Path.of("far"), hosts.far());
        found.put(Path.of("router"), NamespaceInspector.inspect("router", "test", hosts.router()));
    }

    @AfterEach
    void removeHosts() throws IOException {
        hosts.close();
    }

    @Test
    void aSendersOwnFaultShowsInItsClock() throws Exception {
        assertMedians(List.of(Answer.YES), "near", () -> hosts.shapeSender("tcp", ASKED));
    }

    @Test
    void aFaultThatIsNotThereIsNoticed() throws Exception {
        assertEquals(List.of(Answer.NO), medians("near", () -> { }));
    }

    @Test
    void aRoutersFaultShowsBetweenTheHostsOnItsSides() throws Exception {
        // of its own packets there are none; one way is shaped, the other is not
        assertMedians(List.of(Answer.UNKNOWN, Answer.YES, Answer.NO), "router", () -> hosts.shape("tcp", ASKED));
    }

    @Test
    void aSendersOwnLossIsWhatItsGateCountedAndTheWireDidNotGet() throws Exception {
        Shell.in(hosts.near().namespace(), "iptables -t mangle -A OUTPUT -p udp -m statistic --mode nth --every 4 --packet 0"
            + " -j NFQUEUE --queue-num 60999");
        try (WireWitness witness = WireWitness.watch(hosts.near(), "udp port 7000");
                Selection selection = new Selection(Selector.all(), new PeerSet(IpNetwork.everyone(IpFamily.IPV4)), List.of())) {
            long from = System.nanoTime();
            datagrams(400, 100);
            List<TimeSpan> turns = List.of(new TimeSpan(from, System.nanoTime()));

            assertEquals(Answer.YES, loss(witness, selection, turns, 25));
            assertEquals(Answer.NO, loss(witness, selection, turns, 10));
            assertEquals(Answer.NO, loss(witness, selection, turns, 50));
        }
    }

    private static Answer loss(WireWitness witness, Selection selection, List<TimeSpan> turns, int percent) {
        Shaping asked = new ShapingBuilder().loss(Loss.Random.of(Probability.percent(percent))).build();
        return new EgressMeasurement(witness, selection).loss(turns, 400, 400 * (100 + 28),
            new ExpectedShaping(asked, Duration.ZERO, Duration.ZERO, Optional.empty())).verdict().answer();
    }

    private void datagrams(int count, int bytes) throws IOException {
        hosts.near().namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < count; i++) {
                    socket.send(new DatagramPacket(new byte[bytes], bytes, new InetSocketAddress(Routed.FAR, 7_000)));
                }
                return null;
            }
        });
    }

    /** A busy machine only ever adds to a delay: one measurement of some that is right is enough. */
    private void assertMedians(List<Answer> expected, String on, WitnessedFault.Body shape) throws Exception {
        List<Answer> medians = medians(on, shape);
        for (int attempt = 1; attempt < ATTEMPTS && !medians.equals(expected); attempt++) {
            removeHosts();
            makeHosts();
            medians = medians(on, shape);
        }
        assertEquals(expected, medians);
    }

    /** Returns the verdicts on the median delay, after a conversation before the fault and one while it is there. */
    private List<Answer> medians(String on, WitnessedFault.Body shape) throws Exception {
        try (RunWitness witness = RunWitness.watch(scenario(on), plan(on), found, CaptureMemory.of(Budget.STANDARD));
                Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress())) {
            chat(talk);
            shape.run();
            witness.firing(FAULTS);
            witness.fired(FAULTS, System.nanoTime());
            chat(talk);
            witness.healing(FAULTS, System.nanoTime());
            FaultEvidence evidence = witness.evidence(List.of(), Duration.ofMillis(100)).get(0);

            assertEquals(on, evidence.host());
            assertTrue(evidence.cut().isEmpty());
            assertTrue(evidence.silence().verdict().isYes(), evidence.silence().toString());
            return evidence.measures().stream().filter(measure -> measure.what().equals("delay p50"))
                .map(measure -> measure.verdict().answer()).toList();
        }
    }

    private static void chat(Conversation talk) throws Exception {
        long end = System.nanoTime() + 800_000_000;
        for (int i = 0; i < 60 || System.nanoTime() < end; i++) {
            talk.exchange(100);
            Thread.sleep(3);
        }
    }

    private static Scenario scenario(String on) {
        Selector selector = new Selector(List.of(new Peer.Network(IpNetwork.parse("10.78.0.0/16"))), PortSet.parse(List.of("7100")),
            PortSet.ALL, PortSet.ALL, Protocol.TCP, Direction.BOTH, Optional.empty(), Optional.empty());
        return new Scenario("test", "", OptionalLong.empty(), false, Map.of(on, new TargetSpec.Netns(on)), Map.of(),
            Map.of(FAULT, new Fault.OnTargets(List.of(on), selector, ASKED, false)),
            List.of(Step.once(Duration.ZERO, FAULTS, Duration.ofSeconds(60))), Map.of());
    }

    /** Returns a plan that only the witness reads: there are no rules. */
    private Plan plan(String on) {
        RunId run = RunId.draw();
        TargetHost host = found.get(Path.of(on));
        HostRef ref = new HostRef(on, host.origin(), Path.of(on), host.addresses());
        Gate gate = new Gate(ref, run, FAULT, 1, List.of(IpNetwork.parse("10.78.0.0/16")), List.of());
        RuleSet none = new RuleSet(List.of(), List.of());
        return new Plan(run, 7, List.of(new HostPlan(ref, run, new HostFacts(BackEnd.NFT, BackEnd.NFT, 60_999, List.of()), List.of(gate),
            ShapingPlan.NONE, none, none)), List.of(), List.of());
    }
}
