package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import java.io.IOException;
import java.util.List;

/**
 * The number of a namespace's nf_tables rules: each change gives them a new one. See {@code enum nft_gen_attributes} in
 * linux/netfilter/nf_tables.h.
 *
 * @param number  the number, which goes into {@code NFNL_BATCH_GENID} of a transaction that was planned on it
 * @param thread  the thread that made the change, as the first PID namespace numbers it; 0 where the kernel does not report it
 * @param process the name of that thread, 15 characters at most; empty where the kernel does not report it
 */
public record NfGeneration(long number, long thread, String process) {

    static final int NFT_MSG_NEWGEN = 15;

    private static final int NFT_MSG_GETGEN = 16;
    private static final long LAST = 0xFFFF_FFFFL;
    private static final int NFTA_GEN_ID = 1;
    private static final int NFTA_GEN_PROC_PID = 2;
    private static final int NFTA_GEN_PROC_NAME = 3;

    /** Reads the present generation. */
    public static NfGeneration read(NetlinkSocket socket) throws IOException {
        List<NetlinkMessage> answer = socket.request("nft get generation", request());
        if (answer.isEmpty()) {
            throw new MalformedMessageException("no generation of nf_tables in the answer");
        }
        return parse(answer.get(0));
    }

    /** Returns the number that a change gives to the rules of a generation; 0 is none. */
    static long after(long number) {
        return number == LAST ? 1 : number + 1;
    }

    static NetlinkRequest request() {
        return new NetlinkRequest(NfTables.message(NFT_MSG_GETGEN), 0, new NetfilterMessage(NfTables.AF_UNSPEC)::encode);
    }

    static NfGeneration parse(NetlinkMessage message) throws MalformedMessageException {
        List<Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
        long number = WireReader.find(attributes, NFTA_GEN_ID)
            .orElseThrow(() -> new MalformedMessageException("generation of nf_tables has no number")).reader().be32();
        long thread = 0;
        String process = "";
        for (Attribute attribute : attributes) {
            if (attribute.type() == NFTA_GEN_PROC_PID) {
                thread = attribute.reader().be32();
            } else if (attribute.type() == NFTA_GEN_PROC_NAME) {
                process = attribute.string();
            }
        }
        return new NfGeneration(number, thread, process);
    }
}
