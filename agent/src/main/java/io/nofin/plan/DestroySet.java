package io.nofin.plan;

import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.netfilter.IpSet;
import java.io.IOException;
import java.util.List;

/** Removes one gate's set; the rules that refer to it must be gone. */
record DestroySet(HostRef host, IpSet set) implements Operation {

    @Override
    public String command() {
        return host.inside("ipset destroy " + set.name());
    }

    @Override
    public Operation inverse() {
        return this;
    }

    @Override
    public void apply(Kernel kernel) throws IOException {
        try {
            kernel.netfilter(command(), List.of(set.destroy()));
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }
}
