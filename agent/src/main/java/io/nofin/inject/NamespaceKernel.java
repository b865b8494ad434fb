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
import io.nofin.netlink.netfilter.NfOwnChains;
import io.nofin.plan.Kernel;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

    /** The chains of iptables-nft whose names are chosen, with the rules in them and the jumps to them. */
    NfOwnChains chains(Predicate<String> ours) {
        return new NfOwnChains(netfilter, ours);
    }

    /** Takes away tables and chains of hooks in which nothing is left. */
    void removeIdle(Collection<IdleTables.Caused> caused) throws IOException {
        new IdleTables(netfilter).remove(caused);
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
