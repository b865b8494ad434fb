package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.netfilter.IpSet;
import io.nofin.unit.IpFamily;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates that open and close. */
class GateMovementTest {

    private static final Gate GATE = Plans.of("cut: { on: app, peers: [10.0.0.0/8, fd00::7], drop: silent }").gates("cut").get(0);
    private static final IpSet INET = new IpSet("nofin-abcdef-1-4", IpFamily.IPV4);
    private static final IpSet INET6 = new IpSet("nofin-abcdef-1-6", IpFamily.IPV6);

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1", "PT0.999999999S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT1.5S, 2", "PT10S, 10", "PT2147483S, 2147483"})
    void theKernelsTimeoutIsNeverShorterThanTheFault(Duration length, long seconds) {
        List<?> expected = Stream.of(INET.add(GATE.ipv4(), seconds), INET6.add(GATE.ipv6(), seconds)).flatMap(List::stream).toList();

        assertEquals(expected, new OpenGate(GATE, length).requests());
    }

    @Test
    void openingSaysItsCommand() {
        assertEquals("""
            nsenter --net=/run/netns/app ipset restore -exist <<'END'
            add nofin-abcdef-1-4 10.0.0.0/8 timeout 2
            add nofin-abcdef-1-6 fd00::7 timeout 2
            END""", new OpenGate(GATE, Duration.ofMillis(1_500)).command());
    }

    @Test
    void closingEmptiesBothSets() {
        assertEquals(List.of(INET.flush(), INET6.flush()), new CloseGate(GATE).requests());
        assertEquals("""
            nsenter --net=/run/netns/app ipset flush nofin-abcdef-1-4
            nsenter --net=/run/netns/app ipset flush nofin-abcdef-1-6""", new CloseGate(GATE).command());
    }

    @Test
    void shiftingPutsNewPeersInBeforeOldOnesGoOut() {
        Gate before = Plans.of("cut: { on: app, peers: [10.0.0.1, 10.0.0.2], drop: silent }").gates("cut").get(0);
        Gate after = Plans.of("cut: { on: app, peers: [10.0.0.2, 10.0.0.3, fd00::3], drop: silent }").gates("cut").get(0);
        ShiftGate shift = new ShiftGate(before, after, Duration.ofSeconds(5));

        assertEquals("""
            nsenter --net=/run/netns/app ipset restore -exist <<'END'
            add nofin-abcdef-1-4 10.0.0.3 timeout 5
            del nofin-abcdef-1-4 10.0.0.1
            add nofin-abcdef-1-6 fd00::3 timeout 5
            END""", shift.command());
        assertEquals(Stream.of(INET.add(Plans.networks("10.0.0.3"), 5), INET.delete(Plans.networks("10.0.0.1")),
            INET6.add(Plans.networks("fd00::3"), 5)).flatMap(List::stream).toList(), shift.requests());
        assertEquals(new CloseGate(after), shift.inverse());
    }

    @Test
    void closingUndoesBoth() {
        assertEquals(new CloseGate(GATE), new OpenGate(GATE, Duration.ofSeconds(1)).inverse());
        assertEquals(new CloseGate(GATE), new CloseGate(GATE).inverse());
    }

    @Test
    void aGateWithoutPeersOfAFamilyAsksNothingOfItsSet() {
        Gate ipv4 = Plans.of("cut: { on: app, peers: 10.0.0.1, drop: silent }").gates("cut").get(0);

        assertEquals(INET.add(ipv4.ipv4(), 1), new OpenGate(ipv4, Duration.ofSeconds(1)).requests());
    }
}
