package io.nofin.plan;

import io.nofin.netlink.NetlinkRequest;
import java.io.IOException;
import java.util.List;

/** A gate that opens, closes, or gets other peers: the operations that must be quick, and happen at the same moment everywhere. */
public sealed interface GateMovement extends Operation permits OpenGate, CloseGate, ShiftGate {

    Gate gate();

    /** Returns the requests of both families, for one system call. */
    List<NetlinkRequest> requests();

    @Override
    default HostRef host() {
        return gate().host();
    }

    @Override
    default Operation inverse() {
        return new CloseGate(gate());
    }

    @Override
    default void apply(Kernel kernel) throws IOException {
        kernel.netfilter(command(), requests());
    }
}
