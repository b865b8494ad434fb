package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules of the legacy back end are removed by its programs, as far as they are there. The programs here are a list of what they were told. */
class OwnRulesTest {

    private static final Iptables LEGACY = new Iptables(BackEnd.LEGACY, IpFamily.IPV4);
    private static final RuleSet RULES = new RuleSet(List.of(new Rule(Table.RAW, "PREROUTING", List.of("-j", "NOFIN-abcdef-in"))),
        List.of(new Rule(Table.RAW, "NOFIN-abcdef-in", List.of("-j", "RETURN"))));

    private NetlinkSocket socket;

    @BeforeEach
    void openSocket() throws IOException {
        socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
    }

    @AfterEach
    void closeSocket() {
        socket.close();
    }

    @Test
    void removesWhatIsStillThereWhenAPartIsGone() throws IOException {
        FakePrograms programs = new FakePrograms("""
            *raw
            :PREROUTING ACCEPT [0:0]
            :NOFIN-abcdef-in - [0:0]
            :NOFIN-ffffff-in - [0:0]
            [0:0] -A PREROUTING -j user
            COMMIT
            """);
        programs.refusals.add(new FirewallException("iptables-restore: line 2 failed"));

        remove(programs);

        assertEquals(List.of(RULES.remove(), """
            *raw
            -F NOFIN-abcdef-in
            -X NOFIN-abcdef-in
            COMMIT
            """), programs.restored);
    }

    @Test
    void removingRulesThatAreGoneIsNoFailure() throws IOException {
        FakePrograms programs = new FakePrograms("*raw\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n");
        programs.refusals.add(new FirewallException("iptables-restore: line 2 failed"));

        remove(programs);

        assertEquals(1, programs.restored.size());
    }

    @Test
    void tellsBothReasonsWhenRemovingFailsTwice() {
        FakePrograms programs = new FakePrograms("*raw\n:NOFIN-abcdef-in - [0:0]\nCOMMIT\n");
        FirewallException first = new FirewallException("iptables-restore: line 2 failed");
        FirewallException second = new FirewallException("iptables-restore: the lock is held");
        programs.refusals.addAll(List.of(first, second));

        IOException refused = assertThrows(IOException.class, () -> remove(programs));

        assertSame(second, refused);
        assertEquals(List.of(first), List.of(refused.getSuppressed()));
    }

    private void remove(FakePrograms programs) throws IOException {
        new OwnRules(socket, programs).remove(Map.of(LEGACY, RULES), chain -> chain.startsWith("NOFIN-abcdef-"), List.of());
    }

    /** Programs that note what they are told, and refuse as often as they have refusals. */
    private static final class FakePrograms implements OwnRules.Programs {

        private final SavedRules saved;
        private final List<IOException> refusals = new ArrayList<>();
        private final List<String> restored = new ArrayList<>();

        private FakePrograms(String saved) {
            this.saved = SavedRules.parse(saved);
        }

        @Override
        public void restore(Iptables iptables, String rules) throws IOException {
            restored.add(rules);
            if (!refusals.isEmpty()) {
                throw refusals.remove(0);
            }
        }

        @Override
        public SavedRules save(Iptables iptables) {
            return saved;
        }
    }
}
