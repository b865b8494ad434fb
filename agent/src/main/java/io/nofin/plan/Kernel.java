package io.nofin.plan;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.SavedRules;
import io.nofin.netlink.NetlinkRequest;
import java.io.IOException;
import java.util.List;

/** The kernel of one namespace, as operations need it. */
public interface Kernel {

    /**
     * Carries out nfnetlink requests, in order, and waits for the answers.
     *
     * @throws io.nofin.netlink.NetlinkException whose message names {@code operation}, when one is refused
     */
    void netfilter(String operation, List<NetlinkRequest> requests) throws IOException;

    /** Hands a text to iptables-restore(8). */
    void restore(Iptables iptables, String rules) throws IOException;

    /** Runs iptables-save(8). */
    SavedRules save(Iptables iptables) throws IOException;
}
