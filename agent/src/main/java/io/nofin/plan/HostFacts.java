package io.nofin.plan;

import io.nofin.firewall.BackEnd;
import io.nofin.unit.IpFamily;
import java.util.List;

/**
 * What the planner must know of a namespace that is to get rules.
 *
 * @param voidQueue  the NFQUEUE number, 0 to 65535, that nobody listens on there
 * @param exemptions connections that no fault may touch
 */
public record HostFacts(BackEnd ipv4, BackEnd ipv6, int voidQueue, List<Exemption> exemptions) {

    private static final int MAX_QUEUE = 65_535;

    public HostFacts {
        exemptions = List.copyOf(exemptions);
        if (voidQueue < 0 || voidQueue > MAX_QUEUE) {
            throw new IllegalArgumentException("queue numbers are 0 to 65535: queue=" + voidQueue);
        }
    }

    public BackEnd backEnd(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }
}
