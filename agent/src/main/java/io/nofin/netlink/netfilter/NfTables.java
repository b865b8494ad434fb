package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The nf_tables tables of a namespace, and whether the kernel could create any; see linux/netfilter/nf_tables.h. */
public final class NfTables {

    static final int AF_UNSPEC = 0;

    private static final int NFNL_MSG_BATCH_BEGIN = 0x10;
    private static final int NFNL_MSG_BATCH_END = 0x11;
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int NFT_MSG_NEWTABLE = 0;
    private static final int NFT_MSG_GETTABLE = 1;
    private static final int NFT_MSG_DELTABLE = 2;
    private static final int NLM_F_NONREC = 0x100;      // refuses to delete what still has content
    private static final int NFTA_TABLE_NAME = 1;

    private NfTables() {
    }

    /** Dumps the tables of all families. */
    static NetlinkRequest listAll() {
        return new NetlinkRequest(message(NFT_MSG_GETTABLE), NetlinkRequest.DUMP, new NetfilterMessage(AF_UNSPEC)::encode);
    }

    /** Dumps the tables of a family, as {@code nft list tables ip} does; {@link #names} reads the answer. */
    public static NetlinkRequest list(IpFamily family) {
        return new NetlinkRequest(message(NFT_MSG_GETTABLE), NetlinkRequest.DUMP,
            out -> new NetfilterMessage(family.number()).encode(out));
    }

    /**
     * Asks whether a table of a family could be created, as {@code nft -c add table ip nofin-check} does: the kernel checks a batch
     * without an end and discards it. Only the second request is answered, by an acknowledgement or an error.
     */
    public static List<NetlinkRequest> check(IpFamily family) {
        return List.of(
            begin(out -> { }),
            new NetlinkRequest(message(NFT_MSG_NEWTABLE), NetlinkRequest.ACK, out -> {
                new NetfilterMessage(family.number()).encode(out);
                out.string(NFTA_TABLE_NAME, "nofin-check");
            }));
    }

    /** Removes a table with everything in it: {@code nft delete table}. */
    static NetlinkRequest deletion(IpFamily family, String name) {
        return deletion(family, name, 0);
    }

    /** Removes a table in which nothing is left; EBUSY otherwise. */
    static NetlinkRequest deletionOfEmpty(IpFamily family, String name) {
        return deletion(family, name, NLM_F_NONREC);
    }

    private static NetlinkRequest deletion(IpFamily family, String name, int flags) {
        return new NetlinkRequest(message(NFT_MSG_DELTABLE), flags, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_TABLE_NAME, name);
        });
    }

    /** Makes a table as iptables-nft(8) does; nothing happens where there is one of that name. */
    static NetlinkRequest creation(IpFamily family, String name) {
        return new NetlinkRequest(message(NFT_MSG_NEWTABLE), NetlinkRequest.CREATE, out -> {
            new NetfilterMessage(family.number()).encode(out);
            out.string(NFTA_TABLE_NAME, name);
        });
    }

    /** Returns the names of the tables that {@link #list} found. */
    public static List<String> names(List<NetlinkMessage> messages) throws MalformedMessageException {
        List<String> names = new ArrayList<>();
        for (NetlinkMessage message : messages) {
            WireReader.find(message.reader().skip(NetfilterMessage.LENGTH).attributes(), NFTA_TABLE_NAME)
                .ifPresent(name -> names.add(name.string()));
        }
        return names;
    }

    /** Returns the first request of a batch, with attributes of its own. */
    static NetlinkRequest begin(Consumer<WireWriter> attributes) {
        return new NetlinkRequest(NFNL_MSG_BATCH_BEGIN, 0, out -> {
            new NetfilterMessage(AF_UNSPEC, NFNL_SUBSYS_NFTABLES).encode(out);
            attributes.accept(out);
        });
    }

    /** Returns the last request of a batch, which commits it. */
    static NetlinkRequest end() {
        return new NetlinkRequest(NFNL_MSG_BATCH_END, 0, new NetfilterMessage(AF_UNSPEC, NFNL_SUBSYS_NFTABLES)::encode);
    }

    static int message(int type) {
        return NFNL_SUBSYS_NFTABLES << 8 | type;
    }
}
