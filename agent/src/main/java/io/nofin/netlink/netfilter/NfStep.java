package io.nofin.netlink.netfilter;

import io.nofin.netlink.WireWriter;
import io.nofin.netlink.xtables.Extension;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One step of a rule that is to be made: an expression with its attributes; {@link NfExpression} is one that was read. See
 * linux/netfilter/nf_tables.h and linux/netfilter/nf_tables_compat.h. Values go through the first register, as in the rules of
 * iptables-nft(8).
 *
 * @param kind      the name of the expression
 * @param extension the match or target of iptables that it stands for, if any
 * @param data      writes its own attributes
 */
public record NfStep(String kind, Optional<Extension> extension, Consumer<WireWriter> data) {

    static final int NLA_F_NESTED = 0x8000;

    private static final int NFTA_LIST_ELEM = 1;
    private static final int NFTA_EXPR_NAME = 1;
    private static final int NFTA_EXPR_DATA = 2;
    private static final int NFTA_DATA_VALUE = 1;
    private static final int NFTA_DATA_VERDICT = 2;
    private static final int NFT_REG_VERDICT = 0;
    private static final int NFT_REG_1 = 1;

    /** The facts about a packet that are not in it; {@code enum nft_meta_keys}. */
    public enum Meta {
        IN_INTERFACE(6), OUT_INTERFACE(7), PROTOCOL(16);        // NFT_META_IIFNAME, OIFNAME, L4PROTO

        private final int number;

        Meta(int number) {
            this.number = number;
        }
    }

    /** The headers of a packet; {@code enum nft_payload_bases}. */
    public enum Header { LINK, NETWORK, TRANSPORT }

    /** The ends of a rule, with the numbers of linux/netfilter.h and {@code enum nft_verdicts}. */
    public enum Verdict {
        DROP(0), ACCEPT(1), JUMP(-3), GOTO(-4), RETURN(-5);

        private final int number;

        Verdict(int number) {
            this.number = number;
        }

        /** Returns the word of a verdict; its number where it has none here. */
        static String word(int number) {
            return Stream.of(values()).filter(verdict -> verdict.number == number).map(Verdict::name).findFirst().orElse(Integer.toString(number));
        }
    }

    /** Loads a fact about the packet. */
    public static NfStep load(Meta key) {
        return of("meta", out -> out
            .attribute(2, value -> value.be32(key.number))          // NFTA_META_KEY
            .attribute(1, value -> value.be32(NFT_REG_1)));         // NFTA_META_DREG
    }

    /** Loads bytes of the packet; {@code offset} counts from the beginning of the header. */
    public static NfStep load(Header header, int offset, int length) {
        return of("payload", out -> out
            .attribute(1, value -> value.be32(NFT_REG_1))           // NFTA_PAYLOAD_DREG
            .attribute(2, value -> value.be32(header.ordinal()))    // NFTA_PAYLOAD_BASE
            .attribute(3, value -> value.be32(offset))              // NFTA_PAYLOAD_OFFSET
            .attribute(4, value -> value.be32(length)));            // NFTA_PAYLOAD_LEN
    }

    /** Keeps those bits of what was loaded that are one in {@code bits}. */
    public static NfStep mask(byte[] bits) {
        return of("bitwise", out -> out
            .attribute(1, value -> value.be32(NFT_REG_1))           // NFTA_BITWISE_SREG
            .attribute(2, value -> value.be32(NFT_REG_1))           // NFTA_BITWISE_DREG
            .attribute(3, value -> value.be32(bits.length))         // NFTA_BITWISE_LEN
            .attribute(4 | NLA_F_NESTED, value -> value(value, bits))                       // NFTA_BITWISE_MASK
            .attribute(5 | NLA_F_NESTED, value -> value(value, new byte[bits.length])));    // NFTA_BITWISE_XOR
    }

    /** Goes on when what was loaded is {@code bytes}, or when it is not. */
    public static NfStep compare(boolean equal, byte[] bytes) {
        return of("cmp", out -> out
            .attribute(1, value -> value.be32(NFT_REG_1))           // NFTA_CMP_SREG
            .attribute(2, value -> value.be32(equal ? 0 : 1))       // NFTA_CMP_OP: NFT_CMP_EQ, NFT_CMP_NEQ
            .attribute(3 | NLA_F_NESTED, value -> value(value, bytes)));    // NFTA_CMP_DATA
    }

    /** Counts the packets that come as far as this. */
    public static NfStep count() {
        return of("counter", out -> out
            .attribute(1, value -> value.be64(0))                   // NFTA_COUNTER_BYTES
            .attribute(2, value -> value.be64(0)));                 // NFTA_COUNTER_PACKETS
    }

    /** Ends the rule. */
    public static NfStep end(Verdict verdict) {
        return end(verdict, out -> { });
    }

    /** Ends the rule by a jump to a chain, from which packets come back, or by a {@code GOTO}, from which they do not. */
    public static NfStep end(Verdict verdict, String chain) {
        return end(verdict, out -> out.string(2, chain));           // NFTA_VERDICT_CHAIN
    }

    /** Asks a match of iptables, or ends the rule by a target of iptables. */
    public static NfStep of(Extension extension) {
        byte[] struct = extension.struct();
        return new NfStep(extension instanceof Extension.Match ? "match" : "target", Optional.of(extension), out -> out
            .string(1, extension.name())                                            // NFTA_MATCH_NAME, NFTA_TARGET_NAME
            .attribute(2, value -> value.be32(extension.revision()))                // NFTA_MATCH_REV, NFTA_TARGET_REV
            .attribute(3, value -> value.bytes(struct)));                           // NFTA_MATCH_INFO, NFTA_TARGET_INFO
    }

    private static NfStep end(Verdict verdict, Consumer<WireWriter> chain) {
        return of("immediate", out -> out
            .attribute(1, value -> value.be32(NFT_REG_VERDICT))     // NFTA_IMMEDIATE_DREG
            .attribute(2 | NLA_F_NESTED, data -> data.attribute(NFTA_DATA_VERDICT | NLA_F_NESTED, value -> {    // NFTA_IMMEDIATE_DATA
                value.attribute(1, code -> code.be32(verdict.number & 0xFFFF_FFFFL));                           // NFTA_VERDICT_CODE
                chain.accept(value);
            })));
    }

    private static NfStep of(String kind, Consumer<WireWriter> data) {
        return new NfStep(kind, Optional.empty(), data);
    }

    private static void value(WireWriter out, byte[] bytes) {
        out.attribute(NFTA_DATA_VALUE, value -> value.bytes(bytes));
    }

    /** Writes the step as an element of {@code NFTA_RULE_EXPRESSIONS}. */
    void encode(WireWriter list) {
        list.attribute(NFTA_LIST_ELEM | NLA_F_NESTED, element -> element
            .string(NFTA_EXPR_NAME, kind)
            .attribute(NFTA_EXPR_DATA | NLA_F_NESTED, data));
    }
}
