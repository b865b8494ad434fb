package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.util.Arrays;

/**
 * A match or a target of iptables-extensions(8): the name and revision by which the kernel finds it, and the struct that says what it
 * does; see {@code struct xt_match} and {@code struct xt_target} in linux/netfilter/x_tables.h.
 */
public sealed interface Extension permits Extension.Match, Extension.Target {

    /** The alignment of a struct, {@code XT_ALIGN} on machines of 64 bits. */
    int ALIGNMENT = 8;

    /** A match. */
    non-sealed interface Match extends Extension {
    }

    /** A target. */
    non-sealed interface Target extends Extension {
    }

    /** Returns the name, for example {@code multiport}. */
    String name();

    /** Returns the number of the struct's layout. */
    default int revision() {
        return 0;
    }

    /** Writes the struct without the padding at its end. */
    void encode(WireWriter out);

    /** Returns the struct with its padding. */
    default byte[] struct() {
        WireWriter out = new WireWriter();
        encode(out);
        byte[] bytes = out.toByteArray();
        return Arrays.copyOf(bytes, bytes.length + (-bytes.length & ALIGNMENT - 1));
    }
}
