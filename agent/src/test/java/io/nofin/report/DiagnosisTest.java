package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final Finding SET = new Finding("kernel", "ipset hash:net with timeout", State.OK, "", "");
    private static final Finding NETEM = new Finding("kernel", "sch_netem", State.LIMITED,
        "not in this kernel: nofin's queue engine shapes", "");
    private static final Finding NFT = new Finding("tools", "iptables-nft", State.MISSING,
        "not installed", "apt-get install iptables");
    private static final Finding LEGACY = new Finding("tools", "iptables-legacy", State.MISSING,
        "not installed", "apt-get install iptables");

    @Test
    void groupsFindingsByAreaAndEndsWithWhatCanBeDone() {
        assertEquals("""
            kernel  ok  ipset hash:net with timeout
                    --  sch_netem: not in this kernel: nofin's queue engine shapes

            nofin can drop, reject, partition and shape here; nofin's own queue engine shapes.
            """, new Diagnosis(List.of(SET, NETEM)).text());
    }

    @Test
    void namesNetemWhereTheKernelHasAllOfIt() {
        Finding htb = new Finding("kernel", "sch_htb", State.OK, "", "");
        Finding netem = new Finding("kernel", "sch_netem", State.OK, "", "");

        assertTrue(new Diagnosis(List.of(htb, netem)).text().endsWith(
            "\nnofin can drop, reject, partition and shape here; the kernel's netem and nofin's own queue engine shape.\n"));
        assertTrue(new Diagnosis(List.of(netem)).text().endsWith("; nofin's own queue engine shapes.\n"));
    }

    @Test
    void namesEveryRemedyOnceAndWhatIsMissing() {
        assertEquals("""
            kernel  ok  ipset hash:net with timeout
            tools   !!  iptables-nft: not installed
                    !!  iptables-legacy: not installed

            To get what is not there:
              apt-get install iptables

            nofin can do nothing here, because of: iptables-nft (not installed); iptables-legacy (not installed).
            """, new Diagnosis(List.of(SET, NFT, LEGACY)).text());
    }
}
