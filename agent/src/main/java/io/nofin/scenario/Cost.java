package io.nofin.scenario;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A resource of the host that runs take, and that is limited. Each limit can be changed in the host's configuration, under
 * {@code limits}. {@link Price} counts the first ones from a scenario; the last three are counted when captures begin.
 */
public enum Cost {

    TARGETS("targets", 200, "targets"),
    LAB_HOSTS("lab-hosts", 100, "lab hosts"),
    FAULTS("faults", 100, "faults"),
    /** The injections of all steps together. */
    TURNS("turns", 10_000, "injections in all turns of the timeline"),
    PEERS_PER_FAULT("peers-per-fault", 10_000, "peers of one fault"),
    PEERS("peers", 20_000, "peers of all faults together"),
    /** The elements of all ipsets, in all namespaces: a fault has its peers in each namespace that it is on. */
    MEMBERS("members", 50_000, "ipset members in all namespaces together"),
    /** The rules in one namespace, of IPv4 and IPv6 together. */
    RULES_PER_HOST("rules-per-host", 2_000, "iptables rules in one namespace"),
    RULES("rules", 50_000, "iptables rules in all namespaces together"),
    PROBES("probes", 100, "probes"),
    /** The connections of {@code hold} probes, which captures watch at both ends. */
    CONNECTIONS("connections", 20, "connections that probes hold"),
    CALLBACKS("callbacks", 100, "callbacks of probes"),
    EXPECTATIONS("expectations", 200, "expectations"),
    /** The interfaces of one run. */
    INTERFACES("interfaces", 64, "interfaces to capture from"),
    /** Memory of the kernel that cannot be swapped out. A single run gets a quarter. */
    CAPTURE_MEMORY("capture-memory", 256L << 20, "bytes of kernel memory for the captures of all runs"),
    /** Memory on the heap of the process. */
    PACKET_MEMORY("packet-memory", 128L << 20, "bytes of captured packets that are remembered of all runs");

    private final String key;
    private final long standard;
    private final String noun;

    Cost(String key, long standard, String noun) {
        this.key = key;
        this.standard = standard;
        this.noun = noun;
    }

    /** Returns the key in the host's configuration, under {@code limits}. */
    public String key() {
        return key;
    }

    /** Returns the default limit. */
    public long standard() {
        return standard;
    }

    /** Returns the highest limit that can be configured. */
    public long most() {
        return isBytes() ? Integer.MAX_VALUE : 1_000_000;
    }

    boolean isBytes() {
        return this == CAPTURE_MEMORY || this == PACKET_MEMORY;
    }

    /** Returns a plural noun for messages. */
    public String noun() {
        return noun;
    }

    static Optional<Cost> of(String key) {
        return Stream.of(values()).filter(cost -> cost.key.equals(key)).findFirst();
    }
}
