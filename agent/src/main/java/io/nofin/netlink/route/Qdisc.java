package io.nofin.netlink.route;

import io.nofin.netlink.WireWriter;

/** A queueing discipline and its parameters. Its text is the tail of a tc(8) command after the handle: kind and parameters. */
public interface Qdisc {

    /** Returns the kernel's name for it, {@code TCA_KIND}. */
    String kind();

    /** Writes the payload of {@code TCA_OPTIONS}. */
    void encodeOptions(WireWriter out);
}
