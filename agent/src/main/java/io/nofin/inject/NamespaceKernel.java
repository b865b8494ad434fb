package io.nofin.inject;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkBatch;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.plan.Kernel;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The kernel as one namespace sees it: a netfilter socket that stays there, and processes started there. Does not own the
 * namespace. One thread at a time.
 */
final class NamespaceKernel implements Kernel, AutoCloseable {

    private final NetworkNamespace namespace;
    private final NetlinkSocket netfilter;

    private NamespaceKernel(NetworkNamespace namespace, NetlinkSocket netfilter) {
        this.namespace = namespace;
        this.netfilter = netfilter;
    }

    static NamespaceKernel open(NetworkNamespace namespace) throws IOException {
        return new NamespaceKernel(namespace, namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER)));
    }

    @Override
    public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
        netfilter.send(requests);
        await(() -> operation, requests.size());
    }

    @Override
    public void restore(Iptables iptables, String rules) throws IOException {
        namespace.call(() -> {
            iptables.restore(rules);
            return null;
        });
    }

    @Override
    public SavedRules save(Iptables iptables) throws IOException {
        return namespace.call(iptables::save);
    }

    /** The answer to a dump request. */
    List<NetlinkMessage> dump(String operation, NetlinkRequest request) throws IOException {
        return netfilter.request(operation, request);
    }

    /** Hands requests over without waiting: the kernel has carried them out on return, {@link #await} tells how it went. */
    void send(NetlinkBatch batch) throws IOException {
        netfilter.send(batch);
    }

    /** @param operation names the requests; asked only when one was refused */
    void await(Supplier<String> operation, int requests) throws IOException {
        netfilter.awaitAcknowledgements(operation, requests);
    }

    @Override
    public void close() {
        netfilter.close();
    }
}
