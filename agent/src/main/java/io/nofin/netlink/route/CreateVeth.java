package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireWriter;

/**
 * Creates a pair of virtual Ethernet devices, both down: one in the socket's namespace, its peer in another, so that neither is ever
 * seen in a third. See veth(4).
 *
 * @param peerNamespaceDescriptor this process's open descriptor of the peer's namespace
 * @param peerNamespaceName       the name of that namespace in the command
 */
public record CreateVeth(String name, String peerName, int peerNamespaceDescriptor, String peerNamespaceName)
        implements RouteRequest {

    private static final int VETH_INFO_PEER = 1;

    public CreateVeth {
        LinkInfo.requireName(name);
        LinkInfo.requireName(peerName);
    }

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(LinkInfo.RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
            LinkMessage.ANY.encode(out);
            out.string(LinkInfo.IFLA_IFNAME, name);
            out.attribute(LinkInfo.IFLA_LINKINFO, info -> {
                LinkInfo.kind(info, "veth");
                info.attribute(LinkInfo.IFLA_INFO_DATA, data -> data.attribute(VETH_INFO_PEER, this::encodePeer));
            });
        });
    }

    @Override
    public String command() {
        return "ip link add name " + name + " type veth peer netns " + peerNamespaceName + " name " + peerName;
    }

    private void encodePeer(WireWriter out) {
        LinkMessage.ANY.encode(out);
        out.attribute(LinkInfo.IFLA_NET_NS_FD, fd -> fd.u32(peerNamespaceDescriptor));
        out.string(LinkInfo.IFLA_IFNAME, peerName);
    }
}
