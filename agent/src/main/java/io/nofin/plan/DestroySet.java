package io.nofin.plan;

import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.netfilter.IpSet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Removes one gate's set; the rules that refer to it must be gone. */
record DestroySet(HostRef host, IpSet set) implements Operation {

    private static final long RELEASE_NANOS = 2_000_000_000;
    private static final long RELEASE_PAUSE_NANOS = 500_000;

    @Override
    public String command() {
        return host.inside("ipset destroy " + set.name());
    }

    @Override
    public Operation inverse() {
        return this;
    }

    /** Waits until the kernel lets go of the set, which it does some time after the rules that refer to it are gone. */
    @Override
    public void apply(Kernel kernel) throws IOException {
        long deadline = System.nanoTime() + RELEASE_NANOS;
        while (true) {
            try {
                kernel.netfilter(command(), List.of(set.destroy()));
                return;
            } catch (NetlinkException e) {
                if (e.errno() == Errno.ENOENT) {
                    return;
                }
                if (!IpSet.isBusy(e.number()) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(RELEASE_PAUSE_NANOS);
            }
        }
    }
}
