package io.nofin.plan;

import io.nofin.firewall.Table;

/** Where an effect's rules hang: the table and the built-in chain for one direction. */
enum Hook {
    /** The last place before the device, behind NAT: the sender believes that the packet has left. */
    MANGLE_POSTROUTING(Table.MANGLE, "POSTROUTING", true),
    /** The first place behind the device, before connection tracking. */
    RAW_PREROUTING(Table.RAW, "PREROUTING", false),
    /** Behind all drops of {@link #RAW_PREROUTING}: what is dropped is not shaped. */
    MANGLE_PREROUTING(Table.MANGLE, "PREROUTING", false),
    /** REJECT is valid in the filter table only; see iptables-extensions(8). */
    FILTER_OUTPUT(Table.FILTER, "OUTPUT", true),
    FILTER_INPUT(Table.FILTER, "INPUT", false);

    private final Table table;
    private final String builtInChain;
    private final boolean outgoing;

    Hook(Table table, String builtInChain, boolean outgoing) {
        this.table = table;
        this.builtInChain = builtInChain;
        this.outgoing = outgoing;
    }

    Table table() {
        return table;
    }

    String builtInChain() {
        return builtInChain;
    }

    boolean outgoing() {
        return outgoing;
    }

    /** Which end of the packet the peer is, in the words of {@code -m set}. */
    String peerEnd() {
        return outgoing ? "dst" : "src";
    }
}
