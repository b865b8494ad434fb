package io.nofin.plan;

import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.List;

/** One TCP connection that no fault may touch: the one a person works through. */
public record Exemption(IpNetwork local, int localPort, IpNetwork remote, int remotePort) {

    IpFamily family() {
        return local.family();
    }

    List<String> match(boolean outgoing) {
        IpNetwork source = outgoing ? local : remote;
        IpNetwork destination = outgoing ? remote : local;
        return List.of("-s", source.toString(), "-d", destination.toString(), "-p", "tcp", "-m", "tcp",
            "--sport", Integer.toString(outgoing ? localPort : remotePort),
            "--dport", Integer.toString(outgoing ? remotePort : localPort));
    }
}
