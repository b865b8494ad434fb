package io.nofin.doctor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.testing.Hex;
import org.junit.jupiter.api.Test;

/** Bytes recorded with strace from tc and ip of iproute2 6.1, sequence and port id set to 0. Little-endian. */
class TrafficControlTest {

    private static final String NETEM = """
        # tc qdisc replace dev lo root handle 1: netem limit 1
        4c000000 2400 0505 00000000 00000000           # 76 bytes, RTM_NEWQDISC, REQUEST|ACK|REPLACE|CREATE
        00 000000 01000000 00000100 ffffffff 00000000  # ifindex 1, handle 1:, parent root
        0a00 0100 6e6574656d00 0000                    # TCA_KIND "netem"
        1c00 0200                                      # TCA_OPTIONS
          00000000 01000000 00000000                   #   latency, limit 1, loss
          00000000 00000000 00000000                   #   gap, duplicate, jitter
        """;

    private static final String HTB = """
        # tc qdisc replace dev lo root handle 1: htb
        48000000 2400 0505 00000000 00000000           # 72 bytes, RTM_NEWQDISC, REQUEST|ACK|REPLACE|CREATE
        00 000000 01000000 00000100 ffffffff 00000000  # ifindex 1, handle 1:, parent root
        0800 0100 68746200                             # TCA_KIND "htb"
        1c00 0200                                      # TCA_OPTIONS
          1800 0200                                    #   TCA_HTB_INIT
            03000000 0a000000 00000000 00000000 00000000
        """;

    /** The request that tc makes for prio, without the empty attribute 2 that tc puts behind the struct, which asks for nothing. */
    private static final String PRIO = """
        # tc qdisc replace dev lo root handle 1: prio
        48000000 2400 0505 00000000 00000000           # 72 bytes, RTM_NEWQDISC, REQUEST|ACK|REPLACE|CREATE
        00 000000 01000000 00000100 ffffffff 00000000  # ifindex 1, handle 1:, parent root
        0900 0100 7072696f00 000000                    # TCA_KIND "prio"
        1800 0200                                      # TCA_OPTIONS
          03000000 01020202010200000101010101010101    #   bands 3, priomap
        """;

    private static final String BPF = """
        # tc filter add dev lo parent 1: protocol all prio 1 bpf bytecode "1,6 0 0 4294967295" flowid 1:1
        4c000000 2c00 0506 00000000 00000000           # 76 bytes, RTM_NEWTFILTER, REQUEST|ACK|EXCL|CREATE
        00 000000 01000000 00000000 00000100 00030100  # ifindex 1, parent 1:, ETH_P_ALL, priority 1
        0800 0100 62706600                             # TCA_KIND "bpf"
        2000 0200                                      # TCA_OPTIONS
          0800 0300 01000100                           #   TCA_BPF_CLASSID 1:1
          0600 0400 0100 0000                          #   TCA_BPF_OPS_LEN 1
          0c00 0500 0600 00 00 ffffffff                #   TCA_BPF_OPS return -1
        """;

    private static final String IFB = """
        # ip link add name nofin-ifb type ifb
        3c000000 1000 0506 00000000 00000000           # 60 bytes, RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
        00 000000 00000000 00000000 00000000           # any
        0e00 0300 6e6f66696e2d69666200 0000            # IFLA_IFNAME "nofin-ifb"
        0c00 1200                                      # IFLA_LINKINFO
          0700 0100 696662 00                          #   IFLA_INFO_KIND "ifb"
        """;

    @Test
    void encodesNetemAsTcDoes() {
        assertSent(NETEM, TrafficControl.netem());
    }

    @Test
    void encodesHtbAsTcDoes() {
        assertSent(HTB, TrafficControl.htb());
    }

    @Test
    void encodesPrioAsTcDoes() {
        assertSent(PRIO, TrafficControl.prio());
    }

    @Test
    void encodesABpfClassifierAsTcDoes() {
        assertSent(BPF, TrafficControl.bpf());
    }

    @Test
    void encodesIfbAsIpDoes() {
        assertSent(IFB, TrafficControl.ifb());
    }

    private static void assertSent(String expected, TrafficControl control) {
        NetlinkRequest request = control.request();
        assertArrayEquals(Hex.parse(expected),
            new NetlinkRequest(request.type(), request.flags() | NetlinkRequest.ACK, request.payload()).encode(0, 0));
    }
}
