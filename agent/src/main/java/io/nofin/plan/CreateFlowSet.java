package io.nofin.plan;

import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.List;

/** Creates a set for connections that a fault has decided on. */
record CreateFlowSet(HostRef host, FlowSet set) implements Operation {

    @Override
    public String command() {
        return host.inside("ipset create " + set.name() + " " + FlowSet.TYPE + " family " + (set.family() == IpFamily.IPV4 ? "inet" : "inet6")
            + " hashsize " + FlowSet.BUCKETS + " maxelem " + FlowSet.MAX_MEMBERS + " forceadd");
    }

    @Override
    public Operation inverse() {
        return new DestroySet(host, new IpSet(set.name(), set.family()));
    }

    @Override
    public void apply(Kernel kernel) throws IOException {
        kernel.netfilter(command(), List.of(set.create()));
    }
}
