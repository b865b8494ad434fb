package io.nofin.report;

import static io.nofin.report.Samples.EVERYONE;
import static io.nofin.report.Samples.TURN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.inject.ChosenConnections;
import io.nofin.inject.GateCount;
import io.nofin.scenario.Side;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reasons why a fault had no effect, in each case there is. */
class NoEffectReasonsTest {

    @Test
    void nothingIsSaidOfAFaultThatMetPackets() {
        assertEquals(List.of(), NoEffectReasons.whyNothing(Samples.fault(false, List.of(TURN),
            Samples.count(Side.EGRESS, 9, 1, EVERYONE), Samples.count(Side.INGRESS, 0, 0, EVERYONE))));
    }

    @Test
    void itWasNeverInjected() {
        assertEquals(List.of("it was never injected"),
            NoEffectReasons.whyNothing(Samples.fault(false, List.of(), Samples.count(Side.EGRESS, 9, 0, EVERYONE))));
    }

    @Test
    void theSelectorSawNothing() {
        assertEquals(List.of("app out: the selector saw no packet at all:"
                + " is there traffic, and are ports, protocol, interface and filter right?"),
            NoEffectReasons.whyNothing(Samples.fault(false, List.of(TURN), Samples.count(Side.EGRESS, 0, 0, EVERYONE))));
    }

    @Test
    void theSelectorSawOthersThanThePeers() {
        List<IpNetwork> one = networks(1);
        List<IpNetwork> six = networks(6);

        assertEquals(List.of(
                "app out: the selector saw 1 packet while armed, but none to anyone while the fault was firing",
                "app in: the selector saw 8 packets while armed, but none from 10.0.0.0 while the fault was firing",
                "app in: the selector saw 7 packets while armed, but none from 10.0.0.0, 10.0.0.1, 10.0.0.2, 10.0.0.3 and 2 more"
                    + " while the fault was firing"),
            NoEffectReasons.whyNothing(Samples.fault(false, List.of(TURN), Samples.count(Side.EGRESS, 1, 0, EVERYONE),
                Samples.count(Side.INGRESS, 8, 0, one), Samples.count(Side.INGRESS, 7, 0, six))));
    }

    @Test
    void allConnectionsWereSpared() {
        GateCount out = Samples.count(Side.EGRESS, 9, 0, EVERYONE);
        ChosenConnections spared = new ChosenConnections(0, 3, Set.of(), true);
        GateCount choosing = new GateCount(out.gate(), Side.EGRESS, 9, 0, 0, Optional.empty(), Optional.of(spared));
        String why = ": the selector saw 9 packets while armed, but none of a connection that it hits while the fault was firing;"
            + " it spared 3 connections";

        assertEquals(List.of("app out" + why, "app in" + why),
            NoEffectReasons.whyNothing(Samples.fault(false, List.of(TURN), choosing, Samples.count(Side.INGRESS, 9, 0, EVERYONE))));
        assertEquals("0 packets, 0 B, 0 of 3 connections", Quantities.matched(choosing));
    }

    @Test
    void thePeersHaveNoAddress() {
        assertEquals(List.of("app out: none of its peers has an address"),
            NoEffectReasons.whyNothing(Samples.fault(false, List.of(TURN), Samples.count(Side.EGRESS, 9, 0, List.of()))));
    }

    private static List<IpNetwork> networks(int count) {
        return IntStream.range(0, count).mapToObj(number -> IpNetwork.parse("10.0.0." + number)).toList();
    }
}
