package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.testing.Hex;
import io.nofin.unit.IpFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded from nft 1.0.6 with strace; sequence and port id set to 0. Little-endian. */
class NfTablesTest {

    private static final int NEWTABLE = 0x0a00;

    @Test
    void checksATableAsNftDoes() {
        String begin = """
            # nft -c add table ip nofin-check
            14000000 1000 0100 00000000 00000000        # NFNL_MSG_BATCH_BEGIN, REQUEST
            00 00 000a                                  # AF_UNSPEC, version 0, NFNL_SUBSYS_NFTABLES
            """;
        String table = """
            24000000 000a 0500 00000000 00000000        # NFT_MSG_NEWTABLE, REQUEST|ACK (the tool: REQUEST)
            02 00 0000                                  # AF_INET
            1000 0100 6e6f66696e2d636865636b00          # NFTA_TABLE_NAME "nofin-check" (the tool also flags 0)
            """;
        List<NetlinkRequest> requests = NfTables.check(IpFamily.IPV4);

        assertEquals(2, requests.size());
        assertArrayEquals(Hex.parse(begin), requests.get(0).encode(0, 0));
        assertArrayEquals(Hex.parse(table), requests.get(1).encode(0, 0));
    }

    @Test
    void asksForTheTablesOfAFamily() {
        assertArrayEquals(Hex.parse("14000000 010a 0103 00000000 00000000  0a 00 0000"), NfTables.list(IpFamily.IPV6).encode(0, 0));
    }

    @Test
    void readsTheirNames() throws MalformedMessageException {
        NetlinkMessage raw = new NetlinkMessage(NEWTABLE, Hex.parse("02 00 0000  0800 0100 72617700  0800 0200 00000000"));
        NetlinkMessage mangle = new NetlinkMessage(NEWTABLE, Hex.parse("02 00 0000  0b00 0100 6d616e676c6500 00"));

        assertEquals(List.of("raw", "mangle"), NfTables.names(List.of(raw, mangle)));
        assertEquals(List.of(), NfTables.names(List.of()));
    }
}
