package io.nofin.plan;

import io.nofin.netlink.netfilter.IpSet;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.List;

/** Creates one gate's set, empty: the gate is closed. */
record CreateSet(HostRef host, IpSet set, int members) implements Operation {

    @Override
    public String command() {
        return host.inside("ipset create " + set.name() + " hash:net family " + (set.family() == IpFamily.IPV4 ? "inet" : "inet6")
            + " maxelem " + IpSet.maxMembers(members) + " timeout 0");
    }

    @Override
    public Operation inverse() {
        return new DestroySet(host, set);
    }

    @Override
    public void apply(Kernel kernel) throws IOException {
        kernel.netfilter(command(), List.of(set.create(members)));
    }
}
