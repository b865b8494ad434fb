package io.nofin.firewall;

import io.nofin.unit.IpFamily;
import java.util.Locale;

/** The two implementations of iptables: rules kept by nf_tables, or by the older ip_tables; see xtables-nft(8), xtables-legacy(8). */
public enum BackEnd {
    NFT, LEGACY;

    /** Returns a name such as {@code iptables-nft-restore}. */
    public String restoreProgram(IpFamily family) {
        return program(family) + "-restore";
    }

    /** Returns a name such as {@code ip6tables-legacy-save}. */
    public String saveProgram(IpFamily family) {
        return program(family) + "-save";
    }

    /** Returns a name such as {@code iptables-nft}. */
    public String program(IpFamily family) {
        return (family == IpFamily.IPV4 ? "iptables-" : "ip6tables-") + name().toLowerCase(Locale.ROOT);
    }
}
