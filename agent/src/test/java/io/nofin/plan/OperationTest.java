package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.firewall.FirewallException;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations act on the kernel's answers. The kernel here is a list of what it was told. */
class OperationTest {

    private static final HostPlan HOST = Plans.of("cut: { on: app, direction: in, drop: silent }").hosts().get(0);
    private static final Operation REMOVE = HOST.disarming().get(1);
    private static final Operation DESTROY = HOST.disarming().get(2);

    @Test
    void removesWhatIsStillThereWhenAPartIsGone() throws IOException {
        FakeKernel kernel = new FakeKernel("""
            *raw
            :PREROUTING ACCEPT [0:0]
            :NOFIN-abcdef-1-in - [0:0]
            :NOFIN-ffffff-1-in - [0:0]
            [0:0] -A PREROUTING -j user
            COMMIT
            """);
        kernel.refusals.add(new FirewallException("iptables-restore: line 2 failed"));

        REMOVE.apply(kernel);

        assertEquals(List.of(HOST.rules(IpFamily.IPV4).remove(), """
            *raw
            -F NOFIN-abcdef-1-in
            -X NOFIN-abcdef-1-in
            COMMIT
            """), kernel.restored);
    }

    @Test
    void removingRulesThatAreGoneIsNoFailure() throws IOException {
        FakeKernel kernel = new FakeKernel("*raw\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n");
        kernel.refusals.add(new FirewallException("iptables-restore: line 2 failed"));

        REMOVE.apply(kernel);

        assertEquals(1, kernel.restored.size());
    }

    @Test
    void tellsBothReasonsWhenRemovingFailsTwice() {
        FakeKernel kernel = new FakeKernel("*raw\n:NOFIN-abcdef-in - [0:0]\nCOMMIT\n");
        FirewallException first = new FirewallException("iptables-restore: line 2 failed");
        FirewallException second = new FirewallException("iptables-restore: the lock is held");
        kernel.refusals.addAll(List.of(first, second));

        IOException refused = assertThrows(IOException.class, () -> REMOVE.apply(kernel));

        assertSame(second, refused);
        assertEquals(List.of(first), List.of(refused.getSuppressed()));
    }

    @Test
    void destroyingASetThatIsGoneIsNoFailure() throws IOException {
        FakeKernel kernel = new FakeKernel("");
        kernel.refusals.add(new NetlinkException("ipset destroy", Errno.ENOENT.value(), ""));

        DESTROY.apply(kernel);
    }

    @Test
    void destroyingASetThatIsInUseIsOne() {
        FakeKernel kernel = new FakeKernel("");
        kernel.refusals.add(new NetlinkException("ipset destroy", Errno.EBUSY.value(), ""));

        assertThrows(NetlinkException.class, () -> DESTROY.apply(kernel));
    }

    @Test
    void undoingIsItsOwnUndoing() {
        assertEquals(REMOVE, REMOVE.inverse());
        assertEquals(DESTROY, DESTROY.inverse());
    }

    /** A kernel that notes what it is told, and refuses as often as it has refusals. */
    private static final class FakeKernel implements Kernel {

        private final SavedRules saved;
        private final List<IOException> refusals = new ArrayList<>();
        private final List<String> restored = new ArrayList<>();

        private FakeKernel(String saved) {
            this.saved = SavedRules.parse(saved);
        }

        @Override
        public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
            refuse();
        }

        @Override
        public void restore(Iptables iptables, String rules) throws IOException {
            restored.add(rules);
            refuse();
        }

        @Override
        public SavedRules save(Iptables iptables) {
            return saved;
        }

        private void refuse() throws IOException {
            if (!refusals.isEmpty()) {
                throw refusals.remove(0);
            }
        }
    }
}
