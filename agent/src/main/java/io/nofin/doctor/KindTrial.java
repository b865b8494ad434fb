package io.nofin.doctor;

import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.route.RouteRequest;
import io.nofin.netlink.route.RouteSocket;
import java.io.IOException;
import java.util.List;

/**
 * Creates a traffic control object or link of a kind, which also loads the module of that kind where there is one.
 *
 * @param needed   the objects that the kind itself stands on, created first
 * @param wanted   the kind
 * @param without  nofin's behaviour when the kernel does not have it
 * @param remedy   the way to get it
 */
record KindTrial(List<RouteRequest> needed, RouteRequest wanted, String without, String remedy) implements Trial {

    @Override
    public Outcome run() throws IOException {
        try (RouteSocket route = RouteSocket.open()) {
            return make(route);
        }
    }

    private Outcome make(RouteSocket route) throws IOException {
        try {
            for (RouteRequest request : needed) {
                route.execute(request);
            }
        } catch (NetlinkException e) {
            return Outcome.limited("not tried: " + e.getMessage(), remedy);
        }
        try {
            route.execute(wanted);
            return Outcome.ok("");
        } catch (NetlinkException e) {
            boolean unknown = e.errno() == Errno.ENOENT || e.errno() == Errno.EOPNOTSUPP;
            return Outcome.limited((unknown ? "not in this kernel" : e.getMessage()) + ": " + without, remedy);
        }
    }
}
