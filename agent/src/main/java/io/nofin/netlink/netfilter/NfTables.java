package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.List;

/** The names of a namespace's nf_tables tables; see linux/netfilter/nf_tables.h. */
public final class NfTables {

    private static final int NFNL_SUBSYS_NFTABLES = 10 << 8;
    private static final int NFT_MSG_GETTABLE = 1;
    private static final int NFTA_TABLE_NAME = 1;

    private NfTables() {
    }

    /** Dumps the tables of a family, as {@code nft list tables ip} does; {@link #names} reads the answer. */
    public static NetlinkRequest list(IpFamily family) {
        return new NetlinkRequest(NFNL_SUBSYS_NFTABLES | NFT_MSG_GETTABLE, NetlinkRequest.DUMP,
            out -> new NetfilterMessage(family == IpFamily.IPV4 ? IpSet.AF_INET : IpSet.AF_INET6).encode(out));
    }

    public static List<String> names(List<NetlinkMessage> messages) throws MalformedMessageException {
        List<String> names = new ArrayList<>();
        for (NetlinkMessage message : messages) {
            WireReader.find(message.reader().skip(NetfilterMessage.LENGTH).attributes(), NFTA_TABLE_NAME)
                .ifPresent(name -> names.add(name.string()));
        }
        return names;
    }
}
