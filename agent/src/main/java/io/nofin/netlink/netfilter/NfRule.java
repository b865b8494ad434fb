package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A rule of nf_tables; see {@code enum nft_rule_attributes} in linux/netfilter/nf_tables.h.
 *
 * @param handle  the number by which the kernel knows it, within its table
 * @param jumps   the chains that it jumps or goes to; those in verdict maps are not among them
 * @param target  the target, verdict or chain as iptables-save(8) writes it; empty where there is none
 * @param comment the text of its {@code -m comment}
 * @param packets the packets on its counter; 0 without a counter
 * @param bytes   the bytes on its counter; 0 without a counter
 */
public record NfRule(IpFamily family, String table, String chain, long handle, Set<String> jumps, Optional<String> target, Optional<String> comment, long packets,
        long bytes) {

    static final int NFT_MSG_DELRULE = 8;

    private static final int NFT_MSG_GETRULE = 7;
    private static final int NFTA_RULE_TABLE = 1;
    private static final int NFTA_RULE_CHAIN = 2;
    private static final int NFTA_RULE_HANDLE = 3;
    private static final int NFTA_RULE_EXPRESSIONS = 4;

    public NfRule {
        jumps = Set.copyOf(jumps);
    }

    /** Returns the chosen rules of a family's table; the others, of which there may be very many, are not kept. */
    public static List<NfRule> of(NetlinkSocket socket, IpFamily family, String table, Predicate<NfRule> chosen) throws IOException {
        List<NfRule> rules = new ArrayList<>();
        socket.request("nft list table", list(family, table, Optional.empty()),
            message -> parse(message).filter(rule -> rule.table.equals(table) && chosen.test(rule)).ifPresent(rules::add));
        return rules;
    }

    /** Returns the rules of a chain, in order; none where there is no such chain. */
    public static List<NfRule> of(NetlinkSocket socket, IpFamily family, String table, String chain) throws IOException {
        List<NfRule> rules = new ArrayList<>();
        socket.request("nft list chain", list(family, table, Optional.of(chain)), message -> parse(message)
            .filter(rule -> rule.table.equals(table) && rule.chain.equals(chain)).ifPresent(rules::add));
        return rules;
    }

    /** Dumps the rules of a table, or of one chain in it; kernels before 4.7 dump those of the whole family. */
    static NetlinkRequest list(IpFamily family, String table, Optional<String> chain) {
        return new NetlinkRequest(NfTables.message(NFT_MSG_GETRULE), NetlinkRequest.DUMP, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_RULE_TABLE, table);
            chain.ifPresent(name -> out.string(NFTA_RULE_CHAIN, name));
        });
    }

    /**
     * Reads a rule.
     *
     * @return empty when it belongs to a family other than IPv4 and IPv6
     */
    static Optional<NfRule> parse(NetlinkMessage message) throws MalformedMessageException {
        WireReader reader = message.reader();
        Optional<IpFamily> family = IpFamily.ofNumber(reader.u8());
        List<Attribute> attributes = reader.skip(NetfilterMessage.LENGTH - 1).attributes();
        Optional<Attribute> handle = WireReader.find(attributes, NFTA_RULE_HANDLE);
        Optional<Attribute> list = WireReader.find(attributes, NFTA_RULE_EXPRESSIONS);
        if (family.isEmpty() || handle.isEmpty()) {
            return Optional.empty();
        }
        Set<String> jumps = new HashSet<>();
        Optional<String> target = Optional.empty();
        Optional<String> comment = Optional.empty();
        NfExpression.Count count = new NfExpression.Count(0, 0);
        for (NfExpression expression : list.isPresent() ? NfExpression.parse(list.get()) : List.<NfExpression>of()) {
            expression.jump().ifPresent(jumps::add);
            target = target.isPresent() ? target : expression.target();
            comment = comment.isPresent() ? comment : expression.comment();
            count = expression.count().orElse(count);
        }
        return Optional.of(new NfRule(family.get(), string(attributes, NFTA_RULE_TABLE), string(attributes, NFTA_RULE_CHAIN),
            handle.get().reader().be64(), jumps, target, comment, count.packets(), count.bytes()));
    }

    boolean isIn(NfChain of) {
        return family == of.family() && table.equals(of.table()) && chain.equals(of.name());
    }

    /** Removes this rule: {@code nft delete rule ... handle}. */
    NetlinkRequest deletion() {
        return delete(family, table, chain, Optional.of(handle));
    }

    /** Removes all rules of a chain: {@code nft flush chain}. */
    static NetlinkRequest flush(NfChain chain) {
        return delete(chain.family(), chain.table(), chain.name(), Optional.empty());
    }

    private static NetlinkRequest delete(IpFamily family, String table, String chain, Optional<Long> handle) {
        return new NetlinkRequest(NfTables.message(NFT_MSG_DELRULE), 0, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_RULE_TABLE, table);
            out.string(NFTA_RULE_CHAIN, chain);
            handle.ifPresent(number -> out.attribute(NFTA_RULE_HANDLE, value -> value.be64(number)));
        });
    }

    private static String string(List<Attribute> attributes, int type) {
        return WireReader.find(attributes, type).map(Attribute::string).orElse("");
    }
}
