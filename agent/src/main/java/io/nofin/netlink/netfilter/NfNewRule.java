package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;
import java.util.List;

/**
 * A rule that is to be made; see {@code enum nft_rule_attributes} in linux/netfilter/nf_tables.h.
 *
 * @param place    where it stands in its chain
 * @param protocol the number of the one transport whose packets come as far as its matches and target, 0 for any: some of iptables'
 *                 ask for it
 */
public record NfNewRule(IpFamily family, String table, String chain, Place place, int protocol, List<NfStep> steps) {

    private static final int NFT_MSG_NEWRULE = 6;
    private static final int NLM_F_APPEND = 0x800;
    private static final int NFTA_RULE_TABLE = 1;
    private static final int NFTA_RULE_CHAIN = 2;
    private static final int NFTA_RULE_EXPRESSIONS = 4;
    private static final int NFTA_RULE_COMPAT = 5;
    private static final int NFTA_RULE_COMPAT_PROTO = 1;
    private static final int NFTA_RULE_COMPAT_FLAGS = 2;

    /** The two places of new rules. */
    public enum Place { FIRST, LAST }

    public NfNewRule {
        steps = List.copyOf(steps);
    }

    /** Makes the rule: {@code nft add rule}, or {@code nft -e insert rule}: the kernel reports the handle of a rule that comes first. */
    public NetlinkRequest creation() {
        int flags = NetlinkRequest.CREATE | (place == Place.LAST ? NLM_F_APPEND : NetlinkRequest.ECHO);
        return new NetlinkRequest(NfTables.message(NFT_MSG_NEWRULE), flags, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_RULE_TABLE, table);
            out.string(NFTA_RULE_CHAIN, chain);
            out.attribute(NFTA_RULE_EXPRESSIONS | NfStep.NLA_F_NESTED, list -> steps.forEach(step -> step.encode(list)));
            out.attribute(NFTA_RULE_COMPAT | NfStep.NLA_F_NESTED, compat -> compat
                .attribute(NFTA_RULE_COMPAT_PROTO, value -> value.be32(protocol))
                .attribute(NFTA_RULE_COMPAT_FLAGS, value -> value.be32(0)));
        });
    }
}
