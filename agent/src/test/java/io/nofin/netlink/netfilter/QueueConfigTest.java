package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.nofin.testing.Hex;
import org.junit.jupiter.api.Test;

class QueueConfigTest {

    /** Written down from linux/netfilter/nfnetlink_queue.h; no tool sends all of it in one message. Little-endian headers. */
    private static final String BIND = """
        40000000 0203 0500 01000000 00000000           # 64 bytes, NFNL_SUBSYS_QUEUE NFQNL_MSG_CONFIG, REQUEST|ACK
        00 00 02bc                                     # AF_UNSPEC, version 0, queue 700
        0800 0100 01 00 0000                           # NFQA_CFG_CMD bind
        0900 0200 0000fffb 02 000000                   # NFQA_CFG_PARAMS 65531 bytes, copy packets
        0800 0300 00008000                             # NFQA_CFG_QUEUE_MAXLEN 32768
        0800 0400 00000004                             # NFQA_CFG_MASK gso
        0800 0500 00000004                             # NFQA_CFG_FLAGS gso
        """;

    @Test
    void bindsAndConfiguresInOneMessage() {
        assertArrayEquals(Hex.parse(BIND), new QueueConfig(700, QueueConfig.MOST_COPIED, 32_768, true).bind().encode(1, 0));
    }
}
