package io.nofin.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.netlink.diag.TcpState;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.TwoHosts;
import io.nofin.witness.WireWitness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection between two namespaces, and rules made by hand that cut it. */
@KernelTest
class HoldEvidenceTest {

    private static final String FILTER = "tcp port 7 or icmp or icmp6";
    private static final Duration EVERY = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String VOID_OUT = "%s -w -t mangle -%s POSTROUTING -p tcp -j NFQUEUE --queue-num 60999";
    private static final String VOID_IN = "%s -w -t raw -%s PREROUTING -p tcp -j DROP";
    private static final String REJECT = "%s -w -%s INPUT -p tcp --dport 7 -j REJECT --reject-with %s";

    private TwoHosts hosts;
    private EchoServer server;
    private WireWitness near;
    private WireWitness far;

    @BeforeEach
    void start() throws IOException {
        hosts = new TwoHosts();
        server = EchoServer.start(hosts.far().namespace());
        near = WireWitness.watch(hosts.near(), FILTER);
        far = WireWitness.watch(hosts.far(), FILTER);
    }

    @AfterEach
    void stop() throws IOException {
        near.close();
        far.close();
        server.close();
        hosts.close();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void provesThatACutWasSilentAndTheConnectionSurvived(IpFamily family) throws Exception {
        try (HoldProbe probe = probe(family)) {
            awaitAnswer(probe);
            TimeSpan cut = cutSilently(probe, family);
            awaitAnswer(probe);
            probe.sample();
            HoldEvidence evidence = HoldEvidence.of(probe, List.of(cut), near, Optional.of(far));

            CutEvidence proof = evidence.cuts().get(0);
            assertTrue(proof.nothingCameBack(), proof.toString());
            assertTrue(proof.nothingArrived(), proof.toString());
            assertTrue(proof.stayedEstablished(), proof.toString());
            assertTrue(proof.isSilent(), proof.toString());
            assertTrue(proof.info().orElseThrow().unacked() > 0, "as with a cable that is cut");
            assertTrue(proof.info().orElseThrow().retransmits() > 0, "as with a cable that is cut");
            assertEquals(0, proof.near().out().packets(), "nothing left the near host");
            assertTrue(proof.allAnswered().orElseThrow().compareTo(proof.firstAnswer().orElseThrow()) >= 0);
            assertTrue(evidence.endedEstablished(), evidence.toString());
            assertTrue(evidence.near().isSilent() && evidence.far().orElseThrow().isSilent(), evidence.toString());
            assertTrue(evidence.traffic().answered() > proof.sent(), "data flowed again");
            assertTrue(evidence.traffic().roundTrip().isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void showsTheResetOfALoudCut(IpFamily family) throws Exception {
        try (HoldProbe probe = probe(family)) {
            awaitAnswer(probe);
            long start = System.nanoTime();
            Shell.in(hosts.far().namespace(), REJECT.formatted(program(family), "A", "tcp-reset"));
            awaitEnd(probe);
            probe.sample();
            HoldEvidence evidence = evidence(probe, new TimeSpan(start, System.nanoTime()), far);

            CutEvidence proof = evidence.cuts().get(0);
            assertFalse(proof.isSilent(), proof.toString());
            assertTrue(proof.near().in().rst() > 0, proof.toString());
            assertTrue(proof.far().orElseThrow().out().rst() > 0, proof.toString());
            assertFalse(proof.stayedEstablished(), proof.toString());
            assertEquals(Closure.Cause.RESET, evidence.closure().orElseThrow().cause(), evidence.toString());
            assertTrue(evidence.closure().orElseThrow().atNanos() > start);
            assertFalse(evidence.endedEstablished());
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void showsTheErrorsOfARejectingPath(IpFamily family) throws Exception {
        String unreachable = family == IpFamily.IPV4 ? "icmp-host-unreachable" : "icmp6-addr-unreachable";
        try (HoldProbe probe = probe(family)) {
            awaitAnswer(probe);
            Shell.in(hosts.far().namespace(), REJECT.formatted(program(family), "A", unreachable));
            long start = System.nanoTime();
            awaitRetransmission(probe);
            HoldEvidence evidence = evidence(probe, new TimeSpan(start, System.nanoTime()), far);

            CutEvidence proof = evidence.cuts().get(0);
            assertFalse(proof.isSilent(), proof.toString());
            assertTrue(proof.near().icmpErrors() > 0, proof.toString());
            assertFalse(proof.nothingArrived(), "packets come to the interface before they are rejected: " + proof);
            assertTrue(proof.stayedEstablished(), "TCP lives through it: " + proof);
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void showsThatThePeerClosed(IpFamily family) throws Exception {
        try (HoldProbe probe = probe(family)) {
            awaitAnswer(probe);
            long start = System.nanoTime();
            server.sayGoodbye();
            awaitEnd(probe);
            probe.sample();
            HoldEvidence evidence = evidence(probe, new TimeSpan(start, System.nanoTime()), far);

            assertEquals(Closure.Cause.PEER_CLOSED, evidence.closure().orElseThrow().cause());
            assertTrue(evidence.near().in().fin() > 0, evidence.toString());
            assertTrue(evidence.cuts().get(0).far().orElseThrow().out().fin() > 0, evidence.toString());
            assertEquals(0, evidence.near().rst(), evidence.toString());
            assertEquals(Optional.of(TcpState.CLOSE_WAIT), evidence.last().orElseThrow().state());
            assertTrue(evidence.sameConnection());
            assertFalse(evidence.endedEstablished());
        }
    }

    @Test
    void doesNotClaimToKnowWhatAWitnessElsewhereNeverSaw() throws Exception {
        try (HoldProbe probe = probe(IpFamily.IPV4);
                WireWitness blind = WireWitness.watch(hosts.far(), "tcp port 8")) {
            awaitAnswer(probe);
            TimeSpan cut = cutSilently(probe, IpFamily.IPV4);
            CutEvidence proof = evidence(probe, cut, blind).cuts().get(0);

            assertFalse(proof.far().orElseThrow().isKnown());
            assertFalse(proof.nothingArrived());
            assertFalse(proof.isSilent());
        }
    }

    private HoldProbe probe(IpFamily family) throws IOException {
        return HoldProbe.start("redis", hosts.near().namespace(), new InetSocketAddress(hosts.farAddress(family), EchoServer.PORT), EVERY);
    }

    private HoldEvidence evidence(HoldProbe probe, TimeSpan cut, WireWitness farEnd) {
        return HoldEvidence.of(probe, List.of(cut), near, Optional.of(farEnd));
    }

    /** Cuts the line silently until TCP has sent again, so that there is something to see; returns the time of the cut. */
    private TimeSpan cutSilently(HoldProbe probe, IpFamily family) throws Exception {
        Shell.in(hosts.near().namespace(), VOID_OUT.formatted(program(family), "A"));
        Shell.in(hosts.near().namespace(), VOID_IN.formatted(program(family), "A"));
        long start = System.nanoTime();
        awaitRetransmission(probe);
        long end = System.nanoTime();
        Shell.in(hosts.near().namespace(), VOID_IN.formatted(program(family), "D"));
        Shell.in(hosts.near().namespace(), VOID_OUT.formatted(program(family), "D"));
        return new TimeSpan(start, end);
    }

    private static void awaitRetransmission(HoldProbe probe) throws InterruptedException {
        while (probe.sample().flatMap(ConnectionSample::info).orElseThrow().retransmits() < 2) {
            Thread.sleep(10);
        }
    }

    private static void awaitAnswer(HoldProbe probe) {
        assertTrue(probe.awaitAnswer(System.nanoTime(), LONG));
        assertEquals(Optional.empty(), probe.closure());
    }

    private static void awaitEnd(HoldProbe probe) throws InterruptedException {
        for (int i = 0; i < 2_000 && probe.closure().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertTrue(probe.awaitAnswer(System.nanoTime(), LONG), "nothing left to wait for");
    }

    private static String program(IpFamily family) {
        return family == IpFamily.IPV4 ? "iptables" : "ip6tables";
    }
}
