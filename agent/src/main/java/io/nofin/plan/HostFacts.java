package io.nofin.plan;

import io.nofin.firewall.BackEnd;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The facts that the planner needs about a namespace that is to get rules.
 *
 * @param ipv6       empty where the kernel has no IPv6: then no rules of it are made
 * @param voidQueue  the NFQUEUE number, 0 to 65535, that nobody listens on there
 * @param watchQueue the first of {@value #WATCH_QUEUES} NFQUEUE numbers in a row that nobody listens on there, for packets that steps wait for
 * @param exemptions the packets that no fault may touch
 * @param shaping    the facts about shaping, where packets are to be shaped
 */
public record HostFacts(BackEnd ipv4, Optional<BackEnd> ipv6, int voidQueue, int watchQueue, List<Exemption> exemptions, Optional<ShapingFacts> shaping) {

    /** The most steps of a run that may wait for packets in one namespace. */
    public static final int WATCH_QUEUES = 16;

    /** The watch queue that is tried first. */
    public static final int FIRST_WATCH_QUEUE = 60_900;

    private static final int MAX_QUEUE = 65_535;

    public HostFacts {
        exemptions = List.copyOf(exemptions);
        if (voidQueue < 0 || voidQueue > MAX_QUEUE) {
            throw new IllegalArgumentException("queue numbers are 0 to 65535: queue=" + voidQueue);
        }
    }

    /** Creates the facts for both families, without shaping. */
    public HostFacts(BackEnd ipv4, BackEnd ipv6, int voidQueue, List<Exemption> exemptions) {
        this(ipv4, Optional.of(ipv6), voidQueue, FIRST_WATCH_QUEUE, exemptions, Optional.empty());
    }

    public HostFacts with(ShapingFacts facts) {
        return new HostFacts(ipv4, ipv6, voidQueue, watchQueue, exemptions, Optional.of(facts));
    }

    /** Returns these facts for a namespace in which rules at the end of POSTROUTING have to see all packets. */
    public HostFacts seeingAllCopies() {
        return new HostFacts(ipv4, ipv6, voidQueue, watchQueue, exemptions, shaping.map(ShapingFacts::seeingAllCopies));
    }

    /** Returns these facts with further exemptions. */
    public HostFacts exempting(List<Exemption> more) {
        return new HostFacts(ipv4, ipv6, voidQueue, watchQueue, Stream.concat(exemptions.stream(), more.stream()).toList(), shaping);
    }

    /** Returns the families that the kernel has, IPv4 first. */
    public List<IpFamily> families() {
        return ipv6.isPresent() ? List.of(IpFamily.values()) : List.of(IpFamily.IPV4);
    }

    /**
     * Returns the back end of a family.
     *
     * @throws java.util.NoSuchElementException when the kernel does not have the family
     */
    public BackEnd backEnd(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6.orElseThrow();
    }
}
