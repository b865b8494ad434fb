package io.nofin.netlink.netfilter;

import io.nofin.linux.Errno;
import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes tables of nf_tables in which nothing is left but the empty chains that iptables-nft(8) makes with the first rule. Nothing
 * that somebody adds meanwhile can get lost: the kernel is told which generation of its rules was looked at, and does nothing when
 * there has been another one since; see {@code NFNL_BATCH_GENID} in linux/netfilter/nfnetlink.h.
 */
public final class IdleTables {

    private static final List<String> BUILT_IN = List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
    private static final int ATTEMPTS = 10;
    private static final int NFT_MSG_DELTABLE = 2;
    private static final int NFT_MSG_DELCHAIN = 5;
    private static final int NFT_MSG_GETGEN = 16;
    private static final int NFTA_GEN_ID = 1;
    private static final int NFTA_TABLE_NAME = 1;
    private static final int NFTA_TABLE_USE = 3;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFNL_BATCH_GENID = 1;
    private static final int NLM_F_NONREC = 0x100;      // not with what is in it

    private final NetlinkSocket socket;

    /** @param socket to netfilter, in the namespace in question; stays the caller's */
    public IdleTables(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Removes those of some tables that are idle. The others stay, and so do all when others change rules all the time.
     *
     * @param tables by family, the names
     */
    public void remove(Map<IpFamily, List<String>> tables) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long generation = generation();
            List<NetlinkRequest> deletions = new ArrayList<>();
            for (IpFamily family : tables.keySet()) {
                deletions.addAll(deletions(family, tables.get(family)));
            }
            if (deletions.isEmpty() || isDone(generation, deletions)) {
                return;
            }
        }
    }

    private boolean isDone(long generation, List<NetlinkRequest> deletions) throws IOException {
        List<NetlinkRequest> batch = new ArrayList<>();
        batch.add(NfTables.begin(out -> out.attribute(NFNL_BATCH_GENID, value -> value.be32(generation))));
        batch.addAll(deletions);
        batch.add(NfTables.end());
        try {
            socket.transact("nft delete table", batch);
            return true;
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ERESTART || e.errno() == Errno.EBUSY || e.errno() == Errno.ENOENT) {
                return false;               // it is not what was looked at any more
            }
            throw e;
        }
    }

    private long generation() throws IOException {
        List<NetlinkMessage> answer = socket.request("nft get generation", new NetlinkRequest(NfTables.message(NFT_MSG_GETGEN), 0,
            out -> new NetfilterMessage(NfTables.AF_UNSPEC).encode(out)));
        if (answer.isEmpty()) {
            throw new MalformedMessageException("no generation of nf_tables in the answer");
        }
        return WireReader.find(answer.get(0).reader().skip(NetfilterMessage.LENGTH).attributes(), NFTA_GEN_ID)
            .orElseThrow(() -> new MalformedMessageException("generation of nf_tables has no number")).reader().be32();
    }

    private List<NetlinkRequest> deletions(IpFamily family, List<String> names) throws IOException {
        Map<String, Long> uses = uses(family);
        List<NfChain> chains = NfChain.parse(socket.request("nft list chains", NfChain.list(family)));
        List<NetlinkRequest> deletions = new ArrayList<>();
        for (String table : names) {
            List<NfChain> inside = chains.stream().filter(chain -> chain.table().equals(table)).toList();
            boolean idle = uses.getOrDefault(table, -1L) == inside.size()       // else there are sets or other things too
                && inside.stream().allMatch(chain -> chain.idle() && BUILT_IN.contains(chain.name()));
            if (idle) {
                inside.forEach(chain -> deletions.add(deletion(family, NFT_MSG_DELCHAIN, NFTA_CHAIN_TABLE, table, chain.name())));
                deletions.add(deletion(family, NFT_MSG_DELTABLE, NFTA_TABLE_NAME, table, ""));
            }
        }
        return deletions;
    }

    private Map<String, Long> uses(IpFamily family) throws IOException {
        Map<String, Long> uses = new HashMap<>();
        for (NetlinkMessage message : socket.request("nft list tables", NfTables.list(family))) {
            List<WireReader.Attribute> attributes = message.reader().skip(NetfilterMessage.LENGTH).attributes();
            for (WireReader.Attribute use : attributes) {
                if (use.type() == NFTA_TABLE_USE) {
                    uses.put(NfTables.names(List.of(message)).get(0), use.reader().be32());
                }
            }
        }
        return uses;
    }

    private static NetlinkRequest deletion(IpFamily family, int type, int tableAttribute, String table, String chain) {
        return new NetlinkRequest(NfTables.message(type), NetlinkRequest.ACK | NLM_F_NONREC, out -> {
            new NetfilterMessage(NfTables.number(family)).encode(out);
            out.string(tableAttribute, table);
            if (!chain.isEmpty()) {
                out.string(NFTA_CHAIN_NAME, chain);
            }
        });
    }
}
