package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a rule; see {@code enum nft_expr_attributes} in linux/netfilter/nf_tables.h, and linux/netfilter/nf_tables_compat.h for
 * those that stand for a match or a target of iptables.
 *
 * @param kind its name, for example {@code match}, {@code counter} or {@code immediate}
 * @param data its own attributes; nested ones are not decoded yet
 */
record NfExpression(String kind, List<Attribute> data) {

    private static final int NFTA_EXPR_NAME = 1;
    private static final int NFTA_EXPR_DATA = 2;
    private static final int NFTA_IMMEDIATE_DATA = 2;
    private static final int NFTA_DATA_VERDICT = 2;
    private static final int NFTA_VERDICT_CODE = 1;
    private static final int NFTA_VERDICT_CHAIN = 2;
    private static final int NFTA_COUNTER_BYTES = 1;
    private static final int NFTA_COUNTER_PACKETS = 2;
    private static final int NFTA_MATCH_NAME = 1;
    private static final int NFTA_MATCH_INFO = 3;
    private static final int NFTA_TARGET_NAME = 1;

    /** The expressions in rules of iptables-nft(8) that never end them. */
    private static final Set<String> GOING_ON = Set.of("bitwise", "cmp", "counter", "limit", "match", "meta", "payload", "range");

    public NfExpression {
        data = List.copyOf(data);
    }

    /** The packets and bytes that a {@code counter} has counted. */
    record Count(long packets, long bytes) {
    }

    /** Reads {@code NFTA_RULE_EXPRESSIONS}. */
    static List<NfExpression> parse(Attribute list) throws MalformedMessageException {
        List<NfExpression> expressions = new ArrayList<>();
        for (Attribute element : list.reader().attributes()) {
            List<Attribute> attributes = element.reader().attributes();
            Optional<Attribute> data = WireReader.find(attributes, NFTA_EXPR_DATA);
            expressions.add(new NfExpression(WireReader.find(attributes, NFTA_EXPR_NAME).map(Attribute::string).orElse(""),
                data.isPresent() ? data.get().reader().attributes() : List.of()));
        }
        return expressions;
    }

    /** Returns the chain that an {@code immediate} jumps or goes to. */
    Optional<String> jump() throws MalformedMessageException {
        if (!kind.equals("immediate")) {
            return Optional.empty();
        }
        return nested(nested(data, NFTA_IMMEDIATE_DATA), NFTA_DATA_VERDICT).stream()
            .filter(attribute -> attribute.type() == NFTA_VERDICT_CHAIN).map(Attribute::string).findFirst();
    }

    /**
     * Returns the target, verdict or chain as iptables-save(8) writes it behind {@code -j} or {@code -g}; empty where the rule goes on.
     * Returns the kind of an expression that iptables-nft(8) does not use, such as {@code tproxy}, since it may end the rule.
     */
    Optional<String> target() throws MalformedMessageException {
        if (kind.equals("target")) {
            return WireReader.find(data, NFTA_TARGET_NAME).map(Attribute::string);
        }
        if (!kind.equals("immediate")) {
            return GOING_ON.contains(kind) ? Optional.empty() : Optional.of(kind);
        }
        Optional<Attribute> code = WireReader.find(nested(nested(data, NFTA_IMMEDIATE_DATA), NFTA_DATA_VERDICT), NFTA_VERDICT_CODE);
        Optional<String> chain = jump();
        return chain.isPresent() || code.isEmpty() ? chain : Optional.of(NfStep.Verdict.word((int) code.get().reader().be32()));
    }

    /** Returns the count of a {@code counter}. */
    Optional<Count> count() throws MalformedMessageException {
        Optional<Attribute> packets = WireReader.find(data, NFTA_COUNTER_PACKETS);
        Optional<Attribute> bytes = WireReader.find(data, NFTA_COUNTER_BYTES);
        if (!kind.equals("counter") || packets.isEmpty() || bytes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Count(counted(packets.get()), counted(bytes.get())));
    }

    /** Returns the text of {@code -m comment}, which is {@code struct xt_comment_info}: up to its NUL. */
    Optional<String> comment() {
        boolean comments = kind.equals("match") && WireReader.find(data, NFTA_MATCH_NAME).map(Attribute::string).equals(Optional.of("comment"));
        return comments ? WireReader.find(data, NFTA_MATCH_INFO).map(Attribute::string) : Optional.empty();
    }

    /** Returns a count. The kernel counts in 64 bits without a sign, Java in 63: anything above becomes the largest long. */
    private static long counted(Attribute counter) throws MalformedMessageException {
        long value = counter.reader().be64();
        return value < 0 ? Long.MAX_VALUE : value;
    }

    private static List<Attribute> nested(List<Attribute> attributes, int type) throws MalformedMessageException {
        Optional<Attribute> found = WireReader.find(attributes, type);
        return found.isPresent() ? found.get().reader().attributes() : List.of();
    }
}
