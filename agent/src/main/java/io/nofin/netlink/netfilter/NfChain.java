package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chain of nf_tables; see {@code enum nft_chain_attributes} in linux/netfilter/nf_tables.h.
 *
 * @param idle whether it hangs in a hook, holds no rule, and lets everything go on: as iptables-nft makes it, and as if it were not there
 */
record NfChain(String table, String name, boolean idle) {

    private static final int NFT_MSG_GETCHAIN = 4;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_HOOK = 4;
    private static final int NFTA_CHAIN_POLICY = 5;
    private static final int NFTA_CHAIN_USE = 6;
    private static final int NF_ACCEPT = 1;

    /** Dumps the chains of a family. */
    static NetlinkRequest list(IpFamily family) {
        return new NetlinkRequest(NfTables.message(NFT_MSG_GETCHAIN), NetlinkRequest.DUMP,
            out -> new NetfilterMessage(NfTables.number(family)).encode(out));
    }

    static List<NfChain> parse(List<NetlinkMessage> messages) throws MalformedMessageException {
        List<NfChain> chains = new ArrayList<>();
        for (NetlinkMessage message : messages) {
            List<Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            boolean idle = WireReader.find(attributes, NFTA_CHAIN_HOOK).isPresent()
                && integer(attributes, NFTA_CHAIN_USE) == 0 && integer(attributes, NFTA_CHAIN_POLICY) == NF_ACCEPT;
            chains.add(new NfChain(string(attributes, NFTA_CHAIN_TABLE), string(attributes, NFTA_CHAIN_NAME), idle));
        }
        return chains;
    }

    private static String string(List<Attribute> attributes, int type) {
        return WireReader.find(attributes, type).map(Attribute::string).orElse("");
    }

    private static long integer(List<Attribute> attributes, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(attributes, type);
        return found.isPresent() ? found.get().reader().be32() : -1;
    }
}
