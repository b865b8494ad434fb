package io.nofin.doctor;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.netlink.netfilter.IpSetState;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.util.List;

/** Creates a set, opens it to everyone for a minute, reads the timeouts back, and destroys it: the life of a gate. */
record IpSetTrial(IpFamily family) implements Trial {

    private static final long TIMEOUT_SECONDS = 60;

    @Override
    public Outcome run() throws IOException {
        IpSet set = new IpSet("nofin-doctor", family);
        List<IpNetwork> everyone = IpNetwork.everyone(family);
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            socket.request("ipset create hash:net", set.create(everyone.size()));
            for (NetlinkRequest request : set.add(everyone, TIMEOUT_SECONDS)) {
                socket.request("ipset add", request);
            }
            List<IpSetState> sets = IpSetState.parse(socket.request("ipset list", IpSet.listAll()));
            socket.request("ipset destroy", set.destroy());
            return timedMembers(sets) == everyone.size()
                ? Outcome.ok("")
                : Outcome.missing("the kernel took members with a timeout, but lists " + sets, "a kernel from 3.2 on");
        }
    }

    private static long timedMembers(List<IpSetState> sets) {
        return sets.stream().flatMap(set -> set.members().stream())
            .filter(member -> member.remainingSeconds() > 0 && member.remainingSeconds() <= TIMEOUT_SECONDS).count();
    }
}
