package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.junit.Injection;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes go on or stop as Raft says: where a leader reaches a majority, itself included, and through members that reach the leader. */
@KernelTest
@NofinTest
@Timeout(300)
class EtcdPartitionsTest {

    @Test
    void anIsolatedLeaderIsReplacedAndTakesWhatTheOthersWroteWhenItIsBack(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("client", "n1", "n2", "n3");
        List<TestHost> members = hosts(lab, "n1", "n2", "n3");
        try (EtcdCluster etcd = EtcdCluster.start(members, lab.host("client"))) {
            TestHost old = etcd.leader().orElseThrow();
            List<TestHost> others = without(members, old);
            etcd.put(old, "key", "before");
            try (Injection cut = nofin.partition(List.of(old), others).start()) {
                assertFalse(etcd.puts(old, "key", "of the old leader"), "no majority agrees");
                Wait.until("the others have a leader", () -> etcd.leads(others.get(0)) || etcd.leads(others.get(1)));
                Wait.until("writes go on", () -> etcd.puts(others.get(0), "key", "of the new leader"));
                assertEquals(Optional.empty(), etcd.get(old, "key"), "and it does not answer with what is old");

                cut.heal();
                Wait.until("the old leader is back", () -> etcd.get(old, "key").equals(Optional.of("of the new leader")));
                assertFalse(etcd.leads(old) && etcd.leads(others.get(0)));
                cut.report().matchedAtLeast(1);
            }
        }
    }

    @Test
    void overABridgeTheLeaderGoesOnAndTheFarEndCannotWrite(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("client", "n1", "n2", "n3");
        List<TestHost> members = hosts(lab, "n1", "n2", "n3");
        try (EtcdCluster etcd = EtcdCluster.start(members, lab.host("client"))) {
            TestHost leader = etcd.leader().orElseThrow();
            TestHost bridge = without(members, leader).get(0);
            TestHost far = without(members, leader).get(1);
            try (Injection cut = nofin.partition(List.of(leader, bridge), List.of(bridge, far)).start()) {
                Wait.until("the far end has lost its leader", () -> !etcd.puts(far, "key", "far"));
                etcd.put(leader, "key", "near");
                etcd.put(bridge, "key", "bridge");           // it hands the write to the leader
                assertTrue(etcd.leads(leader), "the bridge hears it, and gives nobody else a vote");

                cut.heal();
                Wait.until("the far end is back", () -> etcd.puts(far, "key", "far again"));
            }
        }
    }

    /** Three members are too few for a ring: two others each are all there are. */
    @Test
    void inARingOfMajoritiesTheLeadersNeighboursWriteAndTheOthersDoNot(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("client", "n1", "n2", "n3", "n4", "n5");
        List<TestHost> members = hosts(lab, "n1", "n2", "n3", "n4", "n5");
        try (EtcdCluster etcd = EtcdCluster.start(members, lab.host("client"))) {
            TestHost leader = etcd.leader().orElseThrow();
            List<TestHost> ring = new ArrayList<>(members);
            Collections.rotate(ring, -members.indexOf(leader));
            try (Injection cut = nofin.partition(edge(ring, 0), edge(ring, 1), edge(ring, 2), edge(ring, 3), edge(ring, 4)).start()) {
                for (TestHost away : List.of(ring.get(2), ring.get(3))) {
                    Wait.until(away + " has lost the leader", () -> !etcd.puts(away, "key", "away"));
                }
                for (TestHost near : List.of(ring.get(0), ring.get(1), ring.get(4))) {
                    etcd.put(near, "key", "near");
                }
                cut.heal();
                Wait.until("all are back", () -> etcd.puts(ring.get(2), "key", "again") && etcd.puts(ring.get(3), "key", "again"));
            }
        }
    }

    private static List<TestHost> hosts(TestLab lab, String... names) {
        return List.of(names).stream().map(lab::host).toList();
    }

    private static List<TestHost> without(List<TestHost> members, TestHost one) {
        return members.stream().filter(member -> member != one).toList();
    }

    private static List<TestHost> edge(List<TestHost> ring, int from) {
        return List.of(ring.get(from), ring.get((from + 1) % ring.size()));
    }
}
