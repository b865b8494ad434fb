package io.nofin.firewall;

import java.util.Locale;

/** The tables of iptables(8), in the order in which a packet meets them. */
public enum Table {
    RAW, MANGLE, FILTER;

    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
