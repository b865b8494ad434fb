package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a namespace's nf_tables that shows which chains see packets: base chains of all families that are not idle, and the
 * names of all expressions in rules; see {@code enum nft_chain_attributes} and {@code enum nft_rule_attributes} in
 * linux/netfilter/nf_tables.h.
 */
public record NfRuleset(List<Base> chains, Set<String> expressions) {

    /** {@code NF_INET_LOCAL_OUT}, the same in IPv4 and IPv6. */
    public static final int LOCAL_OUT = 3;
    /** {@code NF_INET_POST_ROUTING}. */
    public static final int POST_ROUTING = 4;
    /** Families of tables: {@code NFPROTO_INET}, {@code NFPROTO_IPV4}, {@code NFPROTO_IPV6}. */
    public static final Set<Integer> IP_FAMILIES = Set.of(1, 2, 10);

    private static final int NFT_MSG_GETCHAIN = 4;
    private static final int NFT_MSG_GETRULE = 7;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_HOOK = 4;
    private static final int NFTA_CHAIN_POLICY = 5;
    private static final int NFTA_CHAIN_USE = 6;
    private static final int NFTA_CHAIN_TYPE = 7;
    private static final int NFTA_HOOK_HOOKNUM = 1;
    private static final int NFTA_RULE_EXPRESSIONS = 4;
    private static final int NFTA_EXPR_NAME = 1;
    private static final int NF_ACCEPT = 1;

    /**
     * A base chain that has rules or does not accept.
     *
     * @param type filter, nat or route
     */
    public record Base(int family, String table, String name, int hook, String type) {
    }

    public NfRuleset {
        chains = List.copyOf(chains);
        expressions = Set.copyOf(expressions);
    }

    /** Dumps the chains of all families, as {@code nft list chains} does. */
    public static NetlinkRequest listChains() {
        return new NetlinkRequest(NfTables.message(NFT_MSG_GETCHAIN), NetlinkRequest.DUMP,
            new NetfilterMessage(NfTables.AF_UNSPEC)::encode);
    }

    /** Dumps the rules of all families. */
    public static NetlinkRequest listRules() {
        return new NetlinkRequest(NfTables.message(NFT_MSG_GETRULE), NetlinkRequest.DUMP,
            new NetfilterMessage(NfTables.AF_UNSPEC)::encode);
    }

    /** Reads the answers to {@link #listChains} and {@link #listRules}. */
    public static NfRuleset parse(List<NetlinkMessage> chains, List<NetlinkMessage> rules) throws MalformedMessageException {
        List<Base> bases = new ArrayList<>();
        for (NetlinkMessage message : chains) {
            List<Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            Optional<Attribute> hook = WireReader.find(attributes, NFTA_CHAIN_HOOK);
            if (hook.isPresent() && (integer(attributes, NFTA_CHAIN_USE) > 0 || integer(attributes, NFTA_CHAIN_POLICY) != NF_ACCEPT)) {
                bases.add(new Base(message.reader().u8(), string(attributes, NFTA_CHAIN_TABLE), string(attributes, NFTA_CHAIN_NAME),
                    (int) integer(hook.get().reader().attributes(), NFTA_HOOK_HOOKNUM), string(attributes, NFTA_CHAIN_TYPE)));
            }
        }
        Set<String> names = new HashSet<>();
        for (NetlinkMessage message : rules) {
            Optional<Attribute> list = WireReader.find(message.reader().skip(NetfilterMessage.LENGTH).attributes(), NFTA_RULE_EXPRESSIONS);
            for (Attribute expression : list.isPresent() ? list.get().reader().attributes() : List.<Attribute>of()) {
                names.add(string(expression.reader().attributes(), NFTA_EXPR_NAME));
            }
        }
        return new NfRuleset(bases, names);
    }

    private static String string(List<Attribute> attributes, int type) {
        return WireReader.find(attributes, type).map(Attribute::string).orElse("");
    }

    private static long integer(List<Attribute> attributes, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(attributes, type);
        return found.isPresent() ? found.get().reader().be32() : 0;
    }
}
