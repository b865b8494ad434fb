package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes recorded by native-scripts/record-golden from tc of iproute2 6.1; sequence and port id are 0. Little-endian. */
class HtbRequestsTest {

    private static final Link LO = new Link(1, "lo", true, true);
    private static final Handle ROOT = Handle.qdisc(0x6E6F);

    @Test
    void makesTheQdiscAsTcDoes() {
        String golden = """
            # tc qdisc replace dev lo root handle 6e6f: htb default 0 direct_qlen 1000
            50000000 2400 0505 00000000 00000000                # 80 bytes, RTM_NEWQDISC, REQUEST|ACK|REPLACE|CREATE
            00 000000 01000000 00006f6e ffffffff 00000000       # ifindex 1, handle 6e6f:, parent root
            0800 0100 68746200                                  # TCA_KIND "htb"
            2400 0200                                           # TCA_OPTIONS
              1800 0200 03000000 0a000000 00000000              #   TCA_HTB_INIT version 3, rate2quantum 10, default 0
                00000000 00000000
              0800 0500 e8030000                                #   TCA_HTB_DIRECT_QLEN 1000
            """;
        ReplaceQdisc replace = new ReplaceQdisc(LO, Handle.ROOT, ROOT, new Htb(1_000));

        assertArrayEquals(Hex.parse(golden), sent(replace));
        assertEquals("tc qdisc replace dev lo root handle 6e6f: htb default 0 direct_qlen 1000", replace.command());
    }

    @Test
    void makesAClassBeyond32BitsAsTcDoes() {
        String golden = """
            # tc class replace dev lo parent 6e6f: classid 6e6f:1 htb rate 100gbit burst 1mb cburst 1mb quantum 200000
            80080000 2800 0504 00000000 00000000                # 2176 bytes, RTM_NEWTCLASS, REQUEST|ACK|CREATE
            00 000000 01000000 01006f6e 00006f6e 00000000       # ifindex 1, class 6e6f:1, parent 6e6f:
            0800 0100 68746200                                  # TCA_KIND "htb"
            5408 0200                                           # TCA_OPTIONS
              0c00 0600 00dd0ee9 02000000                       #   TCA_HTB_RATE64 12500000000 bytes/s
              0c00 0700 00dd0ee9 02000000                       #   TCA_HTB_CEIL64
              3000 0100                                         #   TCA_HTB_PARMS
                03010000 ffff0000 ffffffff                      #     rate: cells of 8 bytes, Ethernet, more than 32 bits
                03010000 ffff0000 ffffffff                      #     ceil
                10050000 10050000 400d0300                      #     buffer 1296 ticks, cbuffer, quantum 200000
                00000000 00000000                               #     level, prio
              0404 0400 %1$s                                    #   TCA_HTB_RTAB: no length takes a microsecond
              0404 0300 %1$s                                    #   TCA_HTB_CTAB
            """.formatted("00".repeat(1024));
        ReplaceClass replace = new ReplaceClass(LO, ROOT.child(1), HtbClass.OPEN);

        assertArrayEquals(Hex.parse(golden), sent(replace));
        assertEquals("tc class replace dev lo parent 6e6f: classid 6e6f:1 htb rate 100gbit burst 1mb cburst 1mb quantum 200000",
            replace.command());
    }

    @Test
    void makesAClassWithTablesAsTcDoes() {
        String golden = """
            # tc class replace dev lo parent 1: classid 1:2 htb rate 10mbit ceil 20mbit burst 15kb cburst 30kb quantum 1514
            68080000 2800 0504 00000000 00000000                # 2152 bytes, RTM_NEWTCLASS, REQUEST|ACK|CREATE
            00 000000 01000000 02000100 00000100 00000000       # ifindex 1, class 1:2, parent 1:
            0800 0100 68746200                                  # TCA_KIND "htb"
            3c08 0200                                           # TCA_OPTIONS
              3000 0100                                         #   TCA_HTB_PARMS
                03010000 ffff0000 d0121300                      #     rate 1250000 bytes/s
                03010000 ffff0000 a0252600                      #     ceil 2500000 bytes/s
                00ee0200 00ee0200 ea050000                      #     buffer 192000 ticks, cbuffer, quantum 1514
                00000000 00000000                               #     level, prio
              0404 0400                                         #   TCA_HTB_RTAB, the first of its 256 entries
                5d000000 bb000000 28010000 86010000 f4010000 51020000 af020000 1c030000 7a030000 e8030000
            """;
        ReplaceClass replace = new ReplaceClass(LO, new Handle(1, 2), new HtbClass(BitRate.parse("10mbit"), BitRate.parse("20mbit"),
            ByteCount.parse("15kb"), ByteCount.parse("30kb"), 1_514));

        byte[] expected = Hex.parse(golden);
        assertArrayEquals(expected, Arrays.copyOf(sent(replace), expected.length));
        assertEquals(2_152, sent(replace).length);
        assertEquals("tc class replace dev lo parent 1: classid 1:2 htb rate 10mbit ceil 20mbit burst 15kb cburst 30kb quantum 1514",
            replace.command());
    }

    @Test
    void removesAsTcDoes() {
        String golden = """
            # tc qdisc del dev lo root handle 6e6f:
            24000000 2500 0500 00000000 00000000                # 36 bytes, RTM_DELQDISC, REQUEST|ACK
            00 000000 01000000 00006f6e ffffffff 00000000       # ifindex 1, handle 6e6f:, parent root
            # tc class del dev lo parent 6e6f: classid 6e6f:1
            24000000 2900 0500 00000000 00000000                # 36 bytes, RTM_DELTCLASS, REQUEST|ACK
            00 000000 01000000 01006f6e 00006f6e 00000000       # ifindex 1, class 6e6f:1, parent 6e6f:
            """;
        DeleteQdisc qdisc = new DeleteQdisc(LO, Handle.ROOT, ROOT);
        DeleteClass one = new DeleteClass(LO, ROOT.child(1));

        byte[] expected = Hex.parse(golden);
        assertArrayEquals(Arrays.copyOf(expected, 36), sent(qdisc));
        assertArrayEquals(Arrays.copyOfRange(expected, 36, 72), sent(one));
        assertEquals("tc qdisc del dev lo root handle 6e6f:", qdisc.command());
        assertEquals("tc class del dev lo parent 6e6f: classid 6e6f:1", one.command());
    }

    @Test
    void dumpsAsTcDoes() {
        String golden = """
            # tc qdisc show dev lo
            24000000 2600 0103 00000000 00000000                # 36 bytes, RTM_GETQDISC, REQUEST|DUMP
            00 000000 01000000 00000000 00000000 00000000       # ifindex 1
            # tc class show dev lo
            24000000 2a00 0103 00000000 00000000                # 36 bytes, RTM_GETTCLASS, REQUEST|DUMP
            00 000000 01000000 00000000 00000000 00000000       # ifindex 1
            # tc filter show dev lo parent 6e6f:
            24000000 2e00 0103 00000000 00000000                # 36 bytes, RTM_GETTFILTER, REQUEST|DUMP
            00 000000 01000000 00000000 00006f6e 00000000       # ifindex 1, parent 6e6f:
            """;

        byte[] expected = Hex.parse(golden);
        assertArrayEquals(Arrays.copyOf(expected, 36), new DumpQdiscs(LO).request().encode(0, 0));
        assertArrayEquals(Arrays.copyOfRange(expected, 36, 72), new DumpClasses(LO).request().encode(0, 0));
        assertArrayEquals(Arrays.copyOfRange(expected, 72, 108), new DumpFilters(LO, ROOT).request().encode(0, 0));
    }

    @Test
    void writesHandlesAsTcDoes() {
        assertEquals("root", Handle.ROOT.toString());
        assertEquals("6e6f:", ROOT.toString());
        assertEquals("6e6f:a", ROOT.child(10).toString());
        assertEquals(new Handle(0xFFFF, 0xFFF1), Handle.of(0xFFFF_FFF1L));
    }

    private static byte[] sent(RouteRequest route) {
        NetlinkRequest request = route.request();
        return new NetlinkRequest(request.type(), request.flags() | NetlinkRequest.ACK, request.payload()).encode(0, 0);
    }
}
