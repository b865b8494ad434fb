package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.xtables.Extension;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the kernel, as iptables-nft(8) does, which layouts of matches and targets it knows; see {@code enum nfnl_compat_msg_types} in
 * linux/netfilter/nf_tables_compat.h. The kernel loads the module of an extension that it is asked for. Those that it has are
 * remembered for the life of the process. Thread-safe.
 */
public final class NfExtensions {

    private static final int NFNL_MSG_COMPAT_GET = 11 << 8;     // NFNL_SUBSYS_NFT_COMPAT
    private static final int NFTA_COMPAT_NAME = 1;
    private static final int NFTA_COMPAT_REV = 2;
    private static final int NFTA_COMPAT_TYPE = 3;

    private static final Set<Layout> KNOWN = ConcurrentHashMap.newKeySet();

    private record Layout(IpFamily family, boolean target, String name, int revision) {

        NetlinkRequest request() {
            return new NetlinkRequest(NFNL_MSG_COMPAT_GET, 0, out -> {
                new NetfilterMessage(family.number()).encode(out);
                out.string(NFTA_COMPAT_NAME, name);
                out.attribute(NFTA_COMPAT_REV, value -> value.be32(revision));
                out.attribute(NFTA_COMPAT_TYPE, value -> value.be32(target ? 1 : 0));
            });
        }
    }

    private NfExtensions() {
    }

    /** Returns whether the kernel has an extension, in the layout in which it would be sent. */
    public static boolean has(NetlinkSocket socket, IpFamily family, Extension extension) throws IOException {
        Layout layout = new Layout(family, extension instanceof Extension.Target, extension.name(), extension.revision());
        if (KNOWN.contains(layout)) {
            return true;
        }
        try {
            socket.request("nft_compat " + layout.name + " revision " + layout.revision, layout.request());
            KNOWN.add(layout);
            return true;
        } catch (NetlinkException unknown) {
            return false;
        }
    }
}
