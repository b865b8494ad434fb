package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Test classes as users write them, which {@link ExtensionTest} lets JUnit run. Whoever does so gives them hosts. */
final class Samples {

    static TestHost client;
    static TestHost server;
    static TestHost other;
    static CyclicBarrier together;

    private static final long PATIENCE_SECONDS = 60;
    private static final int A_WHILE = 200;

    private Samples() {
    }

    /** Sends one datagram from the client's network to the server's echo. */
    static void knock(TestHost from, TestHost to) throws Exception {
        try (DatagramSocket socket = from.call(DatagramSocket::new)) {
            socket.send(new DatagramPacket(new byte[8], 8, to.address(), EchoSession.PORT));
        }
    }

    @NofinTest
    static class CutInWords {

        @Test
        @InjectFault(value = "on: client, peers: [server], protocol: udp, for: 50s, drop: silent", name = "cut")
        void vanishes() throws Exception {
            knock(client, server);
        }
    }

    @NofinTest
    static class Cut {

        @Test
        @InjectFault(on = "client", peers = "server", protocol = "udp", drop = true, name = "cut")
        void knocks() throws Exception {
            knock(client, server);
        }
    }

    @NofinTest
    @InjectFault(on = "client", peers = "server", ports = "9", protocol = "tcp", drop = true, name = "cut")
    static class TouchesNothing {

        @Test
        void doesNotTalk() {
        }
    }

    @NofinTest
    static class Optional {

        @Test
        @InjectFault(on = "client", drop = true, optional = true)
        void doesNotTalk() {
        }

        @Test
        @SuppressWarnings("removal")
        @InjectFault(on = "client", drop = true, atMost = "30s", mayTouchNothing = true, witnessed = true)
        void doesNotTalkEither() {
        }
    }

    @NofinTest
    static class NeverFired {

        @Test
        void arms(Nofin nofin) {
            nofin.on(client).drop().arm();
        }
    }

    @NofinTest
    static class Throws {

        @Test
        void throwsInsideAFault(Nofin nofin) throws Exception {
            nofin.on(client).peers(server).drop().start();
            knock(client, server);
            throw new IOException("of the test itself");
        }
    }

    @NofinTest
    static class Hangs {

        @Test
        @Timeout(2)
        void waitsForever(Nofin nofin) throws Exception {
            try (EchoSession session = EchoSession.open(client, server); Injection cut = nofin.on(client).peers(server).drop().start()) {
                client.call(() -> session.answersWithin(0));        // without a timeout
                cut.heal();
            }
        }
    }

    @NofinTest
    static class HangsInAnotherThread {

        @Test
        @Timeout(value = 2, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void waitsForever(Nofin nofin) throws Exception {
            nofin.on(client).peers(server).drop().start();
            EchoSession.open(client, server).answersWithin(0);
        }
    }

    /** Both classes of this kind fault the client, and say so if they are there together. */
    abstract static class Crowd {

        private static final AtomicInteger FAULTING = new AtomicInteger();

        @RepeatedTest(3)
        @Execution(ExecutionMode.CONCURRENT)
        void faultsTheClientAlone(Nofin nofin) throws Exception {
            try (Injection cut = nofin.on(client).peers(server).drop().start();
                    Injection slow = nofin.on(client).protocol(Protocol.UDP).delay(Duration.ofMillis(1)).optional().start()) {
                assertEquals(1, FAULTING.incrementAndGet(), "tests that fault the client");
                assertTrue(cut.isFiring() && slow.isFiring());
                knock(client, server);
                Thread.sleep(A_WHILE);          // the longer, the more surely a second test would be here too
                FAULTING.decrementAndGet();
            }
        }
    }

    @NofinTest
    @Execution(ExecutionMode.CONCURRENT)
    static class CrowdOne extends Crowd {
    }

    @NofinTest
    @Execution(ExecutionMode.CONCURRENT)
    static class CrowdTwo extends Crowd {
    }

    /** Two tests that are in their faults at the same time. */
    @NofinTest
    @Execution(ExecutionMode.CONCURRENT)
    static class SideBySide {

        @Test
        void faultsTheClient(Nofin nofin) throws Exception {
            fault(nofin, client);
        }

        @Test
        void faultsTheOther(Nofin nofin) throws Exception {
            fault(nofin, other);
        }

        private static void fault(Nofin nofin, TestHost host) throws Exception {
            try (Injection cut = nofin.on(host).peers(server).drop().start()) {
                meet();
                assertTrue(cut.isFiring());
                knock(host, server);
            }
        }
    }

    /** Two tests that want what the other one has. */
    @NofinTest
    @Execution(ExecutionMode.CONCURRENT)
    static class Crosswise {

        @Test
        void clientFirst(Nofin nofin) throws Exception {
            both(nofin, client, other);
        }

        @Test
        void otherFirst(Nofin nofin) throws Exception {
            both(nofin, other, client);
        }

        private static void both(Nofin nofin, TestHost first, TestHost second) throws Exception {
            nofin.on(first).drop().optional().start();
            meet();
            nofin.on(second).drop().optional().start();
        }
    }

    @NofinTest
    static class WrongName {

        @Test
        @InjectFault(on = "nobody", drop = true)
        void neverRuns() {
        }
    }

    @NofinTest
    static class Printed {

        @Test
        void says(Nofin nofin) {
            assertEquals("nofin for Printed.says", nofin.toString());
            assertEquals("fault on docker:app, peers 10.0.0.1, ports 6379", nofin.on("docker:app").peers("10.0.0.1").ports(6379).toString());
        }
    }

    @NofinTest
    static class MistypedName {

        final String redis = "docker:redis";

        @Test
        @InjectFault(on = "redsi", drop = true)
        void neverRuns() {
        }
    }

    @NofinTest
    static class InAConstructor {

        InAConstructor(Nofin nofin) {
            assertFalse(nofin == null);
        }

        @Test
        void neverRuns() {
        }
    }

    @NofinTest
    static class RunsAScenario {

        @Test
        @RunScenario("junit/cut.yaml")
        void knocksUntilItIsCut() throws Exception {
            for (int i = 0; i < 250; i++) {
                knock(client, server);
                Thread.sleep(10);
            }
        }

        @Test
        @RunScenario("junit/cut.yaml")
        void doesNotTalk() {
        }

        @Test
        @RunScenario("junit/nowhere.yaml")
        void neverRuns() {
        }
    }

    /** A sample that holds a cut until its process is killed; its target is a name of {@code ip netns}. */
    @NofinTest
    static class Holds {

        @Test
        void holdsACut(Nofin nofin) throws Exception {
            nofin.on("netns:left").drop().optional().start();
            System.out.println("in force");
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }

    /** Samples for a user without rights; the targets are names of {@code ip netns}, from which this JVM cannot send anything. */
    @NofinTest
    static class ByAgent {

        private static final FaultTarget left = new FaultTarget("left", new TargetSpec.Netns("left"));

        @Test
        void cutsAndHeals(Nofin nofin) throws Exception {
            try (Injection cut = nofin.on(left).protocol(Protocol.UDP).drop().optional().start()) {
                assertTrue(cut.isFiring());
                cut.heal();
                assertFalse(cut.isFiring());
                cut.fire(Duration.ofSeconds(20));
                assertTrue(cut.isFiring());
                assertEquals(0, cut.report().silent().nothingCrossed().packets());
            }
        }

        @Test
        void changesInForce(Nofin nofin) {
            try (Injection slow = nofin.on(left).delay(Duration.ofMillis(10)).optional().start()) {
                slow.change(line -> line.delay(Duration.ofMillis(20)));
                assertTrue(slow.isFiring());
            }
        }

        @Test
        @RunScenario("junit/nothing.yaml")
        void runsAScenario() {
        }

        @Test
        void makesNoLab(Nofin nofin) {
            nofin.lab("client", "server");
        }

        @Test
        void touchesNothing(Nofin nofin) {
            nofin.on(left).drop().ports(9).start();
        }
    }

    /** Samples for other versions of JUnit, and for other users: everything they use is their own. */
    @NofinTest
    static class Alone {

        @Test
        void cutsInALabOfItsOwn(Nofin nofin) throws Exception {
            TestLab lab = nofin.lab("near", "far");
            TestHost near = lab.host("near");
            TestHost far = lab.host("far").echo(EchoSession.PORT);
            try (EchoSession session = EchoSession.open(near, far); Injection cut = nofin.on(near).peers(far).drop().start()) {
                assertFalse(session.answersWithin(A_WHILE));
                cut.report().silent();
            }
        }

        @Test
        void failsForItsFaultMetNothing(Nofin nofin) {
            nofin.on(nofin.lab("near", "far").host("near")).drop().ports(9).start();
        }
    }

    private static void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
        together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns whether nothing in the packet filters and sets of a network is nofin's. */
    static boolean isClean(NetworkNamespace namespace) throws IOException {
        String rules = Shell.in(namespace, "iptables-nft-save; ip6tables-nft-save; ipset list -n");
        return !rules.toLowerCase(Locale.ROOT).contains("nofin");
    }
}
