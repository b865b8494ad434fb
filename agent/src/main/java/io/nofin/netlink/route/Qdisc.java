package io.nofin.netlink.route;

import io.nofin.netlink.WireWriter;

/** A queueing discipline and its parameters. Its text is what tc(8) takes after the handle: kind and parameters. */
public interface Qdisc {

    /** The kernel's name for it, {@code TCA_KIND}. */
    String kind();

    /** Writes the payload of {@code TCA_OPTIONS}. */
    void encodeOptions(WireWriter out);
}
