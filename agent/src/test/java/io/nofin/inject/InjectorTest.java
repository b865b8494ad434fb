package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.firewall.BackEnd;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Plan;
import io.nofin.plan.RunId;
import io.nofin.scenario.Direction;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Selector;
import io.nofin.testing.KernelTest;
import io.nofin.testing.OneHost;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One namespace, its loopback, and real datagrams on it. */
@KernelTest
class InjectorTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private NetworkNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeNamespace() throws IOException {
        namespace = NetworkNamespace.create();
        Shell.in(namespace, "ip link set lo up");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void letsPacketsVanishOnlyWhileTheGateIsOpen(BackEnd backEnd) throws IOException {
        try (ArmedFaults armedFaults = Injector.arm(plan(backEnd, Direction.OUT), OneHost.at(namespace), runs())) {
            assertTrue(datagramCrosses("127.0.0.1"), "armed and closed");
            assertTrue(datagramCrosses("::1"), "armed and closed");

            armedFaults.fire(List.of(OneHost.FAULT), LONG);
            assertFalse(datagramCrosses("127.0.0.1"), "firing");
            assertFalse(datagramCrosses("::1"), "firing");

            armedFaults.heal(List.of(OneHost.FAULT));
            assertTrue(datagramCrosses("127.0.0.1"), "healed");
            assertTrue(datagramCrosses("::1"), "healed");

            GateCount count = armedFaults.counts().get(0);
            assertEquals(2, count.packets());
            assertTrue(count.seenPackets() >= 6, "the selector saw all: " + count);
        }
        assertEquals("", leftovers());
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void aMeterReadsWhatPassedAndRemembersItWhenTheRulesAreGone(BackEnd backEnd) throws IOException {
        Plan plan = plan(backEnd, Direction.OUT);
        ArmedFaults armedFaults = Injector.arm(plan, OneHost.at(namespace), runs());
        try (armedFaults; GateMeter meter = GateMeter.open(plan, OneHost.at(namespace))) {
            assertEquals(Map.of(OneHost.FAULT, new GateMeter.Passed(0, 0)), meter.read());

            armedFaults.fire(List.of(OneHost.FAULT), LONG);
            datagramCrosses("127.0.0.1");
            datagramCrosses("::1");
            assertEquals(Map.of(OneHost.FAULT, new GateMeter.Passed(0, 2)), meter.read());

            armedFaults.close();
            assertEquals(Map.of(OneHost.FAULT, new GateMeter.Passed(0, 2)), meter.read());
        }
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void kernelClosesTheGateByItself(BackEnd backEnd) throws Exception {
        try (ArmedFaults armedFaults = Injector.arm(plan(backEnd, Direction.IN), OneHost.at(namespace), runs())) {
            armedFaults.fire(List.of(OneHost.FAULT), Duration.ofSeconds(3));
            assertFalse(datagramCrosses("127.0.0.1"), "firing");
            Wait.until("the member's timeout is over", () -> datagramCrosses("127.0.0.1"));
        }
    }

    /** Nofin may heal a little late, on a busy machine: until then nothing crosses. */
    @Test
    void theKernelsTimeoutOutlastsTheFault() throws Exception {
        try (ArmedFaults armedFaults = Injector.arm(plan(BackEnd.NFT, Direction.IN), OneHost.at(namespace), runs())) {
            armedFaults.fire(List.of(OneHost.FAULT), Duration.ofSeconds(10));
            String left = Shell.in(namespace, "ipset list nofin-abcdef-1-4 | sed -n 's,^.*timeout \\([0-9]*\\)$,\\1,p' | tail -1").strip();
            assertTrue(Integer.parseInt(left) >= 10, left + " whole seconds left of 10");
            armedFaults.heal(List.of(OneHost.FAULT));
            assertTrue(datagramCrosses("127.0.0.1"), "healed");
        }
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void armsAllOrNothing(BackEnd backEnd) throws IOException {
        Plan plan = plan(backEnd, Direction.BOTH);
        Shell.in(namespace, "ipset create nofin-abcdef-1-6 hash:ip");       // in the way of the second set

        IOException refused = assertThrows(IOException.class, () -> Injector.arm(plan, OneHost.at(namespace), runs()));

        assertTrue(refused.getMessage().startsWith("nsenter --net=/run/netns/app ipset create nofin-abcdef-1-6"), refused.getMessage());
        assertEquals("nofin-abcdef-1-6\n", leftovers(), "what was in the way stays");
    }

    @ParameterizedTest
    @EnumSource(BackEnd.class)
    void disarmsWhatIsLeftWhenSomebodyRemovedAPart(BackEnd backEnd) throws IOException {
        ArmedFaults armedFaults = Injector.arm(plan(backEnd, Direction.BOTH), OneHost.at(namespace), runs());
        Shell.in(namespace, backEnd.program(IpFamily.IPV4) + " -t mangle -F POSTROUTING");

        armedFaults.close();
        armedFaults.close();

        assertEquals("", leftovers());
    }

    /** Both rules would go with the tables that nofin made, were they removed as if nobody else had been there. */
    @Test
    void leavesARuleThatSomebodyAddsToItsTables() throws IOException {
        ArmedFaults armedFaults = Injector.arm(plan(BackEnd.NFT, Direction.BOTH), OneHost.at(namespace), runs());
        Shell.in(namespace, "iptables-nft -t mangle -A POSTROUTING -p udp -j ACCEPT; ip6tables-nft -t raw -A OUTPUT -p tcp -j ACCEPT");

        armedFaults.close();

        assertEquals("", leftovers());
        assertEquals("-A POSTROUTING -p udp -j ACCEPT\n-A OUTPUT -p tcp -j ACCEPT\n",
            Shell.in(namespace, "(iptables-nft-save; ip6tables-nft-save) | grep ^-A"));
    }

    private String leftovers() throws IOException {
        return Shell.in(namespace, "(ipset list -n; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done)"
            + " 2>/dev/null | grep -i nofin || true");
    }

    private boolean datagramCrosses(String address) throws IOException {
        return namespace.call(() -> {
            InetAddress loopback = InetAddress.getByName(address);
            try (DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(loopback, 7_000));
                    DatagramSocket sender = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
                receiver.setSoTimeout(100);
                sender.send(new DatagramPacket(new byte[10], 10, receiver.getLocalSocketAddress()));
                receiver.receive(new DatagramPacket(new byte[10], 10));
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        });
    }

    private static Plan plan(BackEnd backEnd, Direction direction) {
        return OneHost.drop(new RunId("abcdef"), backEnd, new Selector(List.of(), PortSet.parse(List.of("7000")), PortSet.ALL,
            PortSet.ALL, Protocol.UDP, direction, Optional.of("lo"), Optional.of("udp and len > 28")));
    }

    private RunDirectory runs() {
        return new RunDirectory(directory);
    }
}
