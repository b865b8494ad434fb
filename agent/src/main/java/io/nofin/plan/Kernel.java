package io.nofin.plan;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import io.nofin.netlink.NetlinkRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The kernel of one namespace, as operations need it. */
public interface Kernel {

    /**
     * Carries out nfnetlink requests, in order, and waits for the answers.
     *
     * @throws io.nofin.netlink.NetlinkException whose message names {@code operation}, when one is refused
     */
    void netfilter(String operation, List<NetlinkRequest> requests) throws IOException;

    /** Installs rules of nofin's, those of both families together where the back end takes them so. */
    void install(Map<Iptables, RuleSet> rules) throws IOException;

    /**
     * Removes rules of nofin's, as far as they are there.
     *
     * @param ours decides by its name whether a chain is one of theirs
     */
    void remove(Map<Iptables, RuleSet> rules, Predicate<String> ours) throws IOException;
}
