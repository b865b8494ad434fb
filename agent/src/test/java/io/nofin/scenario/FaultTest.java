package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void aPartitionCutsThoseThatAreInNoGroupTogether() {
        Fault.Partition split = partition(List.of(List.of("a", "bridge"), List.of("bridge", "b"), List.of("c")));

        assertEquals(List.of("a", "bridge", "b", "c"), split.targets());
        assertEquals(List.of("b", "c"), split.cutFrom("a"));
        assertEquals(List.of("c"), split.cutFrom("bridge"));
        assertEquals(List.of("a", "bridge", "b"), split.cutFrom("c"));
    }

    @Test
    void aPartitionCutsSomething() {
        assertRefused("not a partition: write two groups at least, with a member each", () -> partition(List.of(List.of("a", "b"))));
        assertRefused("not a partition: write two groups at least, with a member each", () -> partition(List.of(List.of("a"), List.of())));
        assertRefused("the partition cuts nothing: write at least two targets that share no group",
            () -> partition(List.of(List.of("a", "b"), List.of("b", "c"), List.of("c", "a"))));
    }

    @Test
    void aPartitionHasNoPeers() {
        Selector selector = Selector.all().withPeers(List.of(new Peer.Target("c")));

        assertRefused("a partition has no peers: leave peers out: the groups say who is cut from whom",
            () -> new Fault.Partition(List.of(List.of("a"), List.of("b")), selector, false));
    }

    @Test
    void noTargetIsItsOwnPeer() {
        Selector selector = Selector.all().withPeers(List.of(new Peer.Target("a")));

        assertRefused("'a' cannot be its own peer: leave it out of on or of peers", () -> onTargets(selector, new Drop()));
    }

    @Test
    void aTcpResetSelectsTcp() {
        Effect reset = new Reject(new RejectWith.TcpReset());

        assertEquals(Protocol.TCP, onTargets(Selector.all(), reset).selector().protocol());
        assertRefused("tcp-reset is for tcp alone, and the protocol is udp: write protocol: tcp, or reject: icmp-port-unreachable",
            () -> onTargets(Selector.all().withProtocol(Protocol.UDP), reset));
    }

    @Test
    void otherEffectsLeaveTheSelectorAsItIs() {
        Effect unreachable = new Reject(RejectWith.Icmp.of(RejectWith.Ipv4.ICMP_HOST_UNREACHABLE));

        assertEquals(Selector.all(), onTargets(Selector.all(), unreachable).selector());
        assertEquals(Selector.all(), onTargets(Selector.all(), new Drop()).selector());
    }

    private static Fault.Partition partition(List<List<String>> groups) {
        return new Fault.Partition(groups, Selector.all(), false);
    }

    private static Fault onTargets(Selector selector, Effect effect) {
        return new Fault.OnTargets(List.of("a"), selector, effect, false);
    }

    private static void assertRefused(String message, Runnable construction) {
        assertEquals(message, assertThrows(BadValueException.class, construction::run).getMessage());
    }
}
