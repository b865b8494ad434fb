package io.nofin.silence;

import io.nofin.unit.IpFamily;
import java.util.Locale;

/** The two back ends of iptables. */
enum Tables {
    NFT, LEGACY;

    String restoreProgram(IpFamily family) {
        return (family == IpFamily.IPV4 ? "iptables-" : "ip6tables-") + name().toLowerCase(Locale.ROOT) + "-restore";
    }
}
