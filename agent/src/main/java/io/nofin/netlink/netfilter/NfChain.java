package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A chain of nf_tables; see {@code enum nft_chain_attributes} in linux/netfilter/nf_tables.h.
 *
 * @param accepting whether it is a base chain that accepts what its rules let through, as iptables-nft creates it
 * @param uses      the number of rules in it and jumps to it
 */
public record NfChain(IpFamily family, String table, String name, boolean accepting, long uses) {

    static final int NFT_MSG_DELCHAIN = 5;

    private static final int NFT_MSG_NEWCHAIN = 3;
    private static final int NFT_MSG_GETCHAIN = 4;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_HOOK = 4;
    private static final int NFTA_CHAIN_POLICY = 5;
    private static final int NFTA_CHAIN_USE = 6;
    private static final int NFTA_CHAIN_TYPE = 7;
    private static final int NFTA_HOOK_HOOKNUM = 1;
    private static final int NFTA_HOOK_PRIORITY = 2;
    private static final int NLM_F_NONREC = 0x100;      // refuses to delete a chain that still has rules
    private static final int NF_ACCEPT = 1;

    /** The priorities of iptables' tables; {@code enum nf_ip_hook_priorities} in linux/netfilter_ipv4.h. */
    private static final Map<String, Integer> PRIORITIES = Map.of("raw", -300, "mangle", -150, "filter", 0);

    /** Returns the chains of both IP families; chains of other families are never nofin's. */
    public static List<NfChain> all(NetlinkSocket socket) throws IOException {
        return parse(socket.request("nft list chains", listAll()));
    }

    /** Dumps the chains of all families. */
    static NetlinkRequest listAll() {
        return new NetlinkRequest(NfTables.message(NFT_MSG_GETCHAIN), NetlinkRequest.DUMP, new NetfilterMessage(NfTables.AF_UNSPEC)::encode);
    }

    static List<NfChain> parse(List<NetlinkMessage> messages) throws MalformedMessageException {
        List<NfChain> chains = new ArrayList<>();
        for (NetlinkMessage message : messages) {
            parse(message).ifPresent(chains::add);
        }
        return chains;
    }

    /**
     * Reads a chain.
     *
     * @return empty when it belongs to a family other than IPv4 and IPv6
     */
    static Optional<NfChain> parse(NetlinkMessage message) throws MalformedMessageException {
        WireReader reader = message.reader();
        Optional<IpFamily> family = IpFamily.ofNumber(reader.u8());
        List<Attribute> attributes = reader.skip(NetfilterMessage.LENGTH - 1).attributes();
        boolean accepting = WireReader.find(attributes, NFTA_CHAIN_HOOK).isPresent() && integer(attributes, NFTA_CHAIN_POLICY) == NF_ACCEPT;
        long uses = integer(attributes, NFTA_CHAIN_USE);
        return family.map(of -> new NfChain(of, string(attributes, NFTA_CHAIN_TABLE), string(attributes, NFTA_CHAIN_NAME), accepting, uses));
    }

    /** Returns whether it has no effect: it is a base chain without a rule that accepts every packet. */
    boolean idle() {
        return accepting && uses == 0;
    }

    /** Returns this chain as it is without some of its rules. */
    NfChain without(long rules) {
        return new NfChain(family, table, name, accepting, uses - rules);
    }

    /** Makes a chain that packets enter by jumps alone: {@code nft create chain}; EEXIST when there is one of that name. */
    static NetlinkRequest creation(IpFamily family, String table, String name) {
        return creation(family, table, name, out -> { });
    }

    /**
     * Makes a chain that packets enter by themselves, as iptables-nft(8) makes those of the tables raw, mangle and filter. There must be
     * none of that name: the kernel would change its policy.
     */
    static NetlinkRequest builtIn(IpFamily family, String table, String name) {
        return creation(family, table, name, out -> {
            out.attribute(NFTA_CHAIN_HOOK | NfStep.NLA_F_NESTED, hook -> hook
                .attribute(NFTA_HOOK_HOOKNUM, value -> value.be32(IdleTables.BUILT_IN.indexOf(name)))       // NF_INET_PRE_ROUTING and so on
                .attribute(NFTA_HOOK_PRIORITY, value -> value.be32(PRIORITIES.get(table) & 0xFFFF_FFFFL)));
            out.attribute(NFTA_CHAIN_POLICY, value -> value.be32(NF_ACCEPT));
            out.string(NFTA_CHAIN_TYPE, table.equals("mangle") && name.equals("OUTPUT") ? "route" : "filter");
        });
    }

    private static NetlinkRequest creation(IpFamily family, String table, String name, Consumer<WireWriter> more) {
        return new NetlinkRequest(NfTables.message(NFT_MSG_NEWCHAIN), NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_CHAIN_TABLE, table);
            out.string(NFTA_CHAIN_NAME, name);
            more.accept(out);
        });
    }

    /** Removes the chain if no rule is in it and none jumps to it: {@code nft delete chain}; EBUSY otherwise. */
    NetlinkRequest deletion() {
        return new NetlinkRequest(NfTables.message(NFT_MSG_DELCHAIN), NLM_F_NONREC, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_CHAIN_TABLE, table);
            out.string(NFTA_CHAIN_NAME, name);
        });
    }

    private static String string(List<Attribute> attributes, int type) {
        return WireReader.find(attributes, type).map(Attribute::string).orElse("");
    }

    private static long integer(List<Attribute> attributes, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(attributes, type);
        return found.isPresent() ? found.get().reader().be32() : -1;
    }
}
