package io.nofin.netlink.route;

import java.io.IOException;

/** The refusal to shape a device that somebody else shapes already. The message names the device, the qdisc, and the way out. */
public final class ForeignQdiscException extends IOException {

    ForeignQdiscException(Link link, TcObject root, String remedy) {
        super(link.name() + " has a root qdisc of its own: " + root + ": " + remedy);
    }
}
