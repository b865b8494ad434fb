package io.nofin.inject;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.SavedRules;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkBatch;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IdleTables;
import io.nofin.plan.Kernel;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The kernel as one namespace sees it: a netfilter socket that stays there, and processes started there. Does not own the
 * namespace, nor the descriptor that programs are given which change something. One thread at a time.
 */
final class NamespaceKernel implements Kernel, AutoCloseable {

    private final NetworkNamespace namespace;
    private final NetlinkSocket netfilter;
    private final Optional<FileDescriptor> owner;

    private NamespaceKernel(NetworkNamespace namespace, NetlinkSocket netfilter, Optional<FileDescriptor> owner) {
        this.namespace = namespace;
        this.netfilter = netfilter;
        this.owner = owner;
    }

    /** @param owner of the run that changes something, if it is one: the descriptor of its journal */
    static NamespaceKernel open(NetworkNamespace namespace, Optional<FileDescriptor> owner) throws IOException {
        return new NamespaceKernel(namespace, namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER)), owner);
    }

    @Override
    public void netfilter(String operation, List<NetlinkRequest> requests) throws IOException {
        netfilter.send(requests);
        await(() -> operation, requests.size());
    }

    @Override
    public void restore(Iptables iptables, String rules) throws IOException {
        namespace.call(() -> {
            iptables.restore(rules, owner);
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

    /** Takes away tables in which nothing is left, by family and name. */
    void removeIdleTables(Map<IpFamily, List<String>> tables) throws IOException {
        new IdleTables(netfilter).remove(tables);
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
