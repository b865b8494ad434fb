package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Operations act on the kernel's answers. The kernel here is a list of refusals. */
class OperationTest {

    private static final HostPlan HOST = Plans.of("cut: { on: app, direction: in, drop: silent }").hosts().get(0);
    private static final Operation REMOVE = HOST.disarming().get(1);
    private static final Operation DESTROY = HOST.disarming().get(2);

    @Test
    void destroyingASetThatIsGoneIsNoFailure() throws IOException {
        FakeKernel kernel = new FakeKernel();
        kernel.refusals.add(new NetlinkException("ipset destroy", Errno.ENOENT.value(), ""));

        DESTROY.apply(kernel);
    }

    /** The kernel answers IPSET_ERR_BUSY as long as a rule that was removed refers to the set. */
    @Test
    void destroyingWaitsUntilTheKernelLetsGoOfTheSet() throws IOException {
        FakeKernel kernel = new FakeKernel();
        kernel.refusals.addAll(List.of(new NetlinkException("ipset destroy", 4100, ""), new NetlinkException("ipset destroy", 4100, "")));

        DESTROY.apply(kernel);

        assertEquals(List.of(), kernel.refusals);
    }

    @Test
    void destroyingASetThatIsInUseIsOne() {
        FakeKernel kernel = new FakeKernel();
        kernel.refusals.add(new NetlinkException("ipset destroy", Errno.EBUSY.value(), ""));

        assertThrows(NetlinkException.class, () -> DESTROY.apply(kernel));
    }

    @Test
    void undoingIsItsOwnUndoing() {
        assertEquals(REMOVE, REMOVE.inverse());
        assertEquals(DESTROY, DESTROY.inverse());
    }

    /** A kernel that refuses as often as it has refusals. */
    private static final class FakeKernel implements Kernel {

        private final List<IOException> refusals = new ArrayList<>();

        @Override
        public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
            if (!refusals.isEmpty()) {
                throw refusals.remove(0);
            }
        }

        @Override
        public void install(Map<Iptables, RuleSet> rules) {
            throw new AssertionError("no rules are installed here");
        }

        @Override
        public void remove(Map<Iptables, RuleSet> rules, Predicate<String> ours) {
            throw new AssertionError("no rules are removed here");
        }
    }
}
