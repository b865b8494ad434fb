package io.nofin.linux;

import io.nofin.unit.IpFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells which IP families this kernel has. IPv6 is not there on a kernel booted with {@code ipv6.disable=1}, a common hardening, or built
 * without CONFIG_IPV6: it has no sockets, no addresses and, with iptables-legacy, no tables of that family. A namespace whose IPv6 is switched
 * off by sysctl(8) still has the family.
 */
public final class IpFamilies {

    private static final Path IPV6_ADDRESSES = Path.of("/proc/thread-self/net/if_inet6");
    private static final List<IpFamily> ALL = List.of(IpFamily.values());

    private IpFamilies() {
    }

    /** Returns the families, IPv4 first. */
    public static List<IpFamily> ofKernel() {
        return Files.exists(IPV6_ADDRESSES) ? ALL : List.of(IpFamily.IPV4);
    }
}
