package io.nofin.netlink.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.testing.Hex;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes are an answer of Linux 6.18 to {@code ss}, and the values what {@code ss} made of them. Little-endian. */
class TcpSocketTest {

    private static final String ANSWER = """
        # strace -e trace=recvmsg -e read=all ss -tin
        # ESTAB 0 100 127.0.0.1:40000 127.0.0.1:6379
        #  bbr wscale:10,10 rto:816 backoff:2 rtt:0.041/0.022 mss:32768 pmtu:65535 rcvmss:536 advmss:65483 cwnd:1 bytes_sent:405
        #  bytes_retrans:300 bytes_acked:6 segs_out:7 segs_in:2 data_segs_out:5 [...] lastsnd:200 lastrcv:1060 lastack:1060
        #  [...] delivered:2 app_limited busy:1052ms unacked:1 retrans:1/3 lost:1 [...]
        02 01 01 02                                 # AF_INET, ESTABLISHED, timer on, 2 retransmissions
        9c40 18eb                                   # ports 40000, 6379
        7f000001 000000000000000000000000
        7f000001 000000000000000000000000
        00000000 5c000000 00000000                  # no interface, cookie
        68020000 00000000 64000000 00000000 e22c0000    # expires 616 ms, receive queue, send queue 100, uid, inode
        0500 0800 00 000000                         # INET_DIAG_SHUTDOWN
        0800 0f00 00000000                          # INET_DIAG_MARK
        0c00 1500 0100000000000000                  # INET_DIAG_CGROUP_ID
        0600 1600 5200 0000                         # INET_DIAG_SOCKOPT
        1c01 0200                                   # INET_DIAG_INFO
          01 04 02 00 02 07 aa 01                   #   ESTABLISHED, Loss, retransmits 2, probes 0, backoff 2, options ...
          80730c00 00000000 00800000 18020000       #   rto 816 ms, ato, snd_mss, rcv_mss
          01000000 00000000 01000000 01000000 00000000  # unacked 1, sacked, lost 1, retrans 1, fackets
          c8000000 00000000 24040000 24040000       #   last: data sent 200 ms, ack sent, data received, ack received 1060 ms
          ffff0000 d7ff0000 29000000 16000000       #   pmtu, rcv_ssthresh, rtt 41 us, rttvar 22 us
          ffffff7f 01000000 cbff0000 03000000       #   snd_ssthresh, snd_cwnd 1, advmss, reordering
          00000000 d7ff0000 03000000                #   rcv_rtt, rcv_space, total_retrans 3
          43665dd704000000 ffffffffffffffff         #   pacing rates
          0600000000000000 0000000000000000         #   bytes_acked 6, bytes_received
          07000000 02000000 00000000 0d000000       #   segs_out 7, segs_in 2, notsent_bytes, min_rtt
          00000000 05000000 d8893d9600000000        #   data_segs_in, data_segs_out 5, delivery_rate
          600d100000000000 0000000000000000 0000000000000000
          02000000 00000000                         #   delivered 2, delivered_ce
          9501000000000000 2c01000000000000         #   bytes_sent 405, bytes_retrans 300
          00000000 00000000 00000000 00000100       #   dsack_dups, reord_seen, rcv_ooopack, snd_wnd 65536
          00000100 02000000 02000100 7e020000 00000000 00000000 00000000 00000000
          00000000 00000000 00000000 00000000
        0800 0400 62627200                          # INET_DIAG_CONG "bbr"
        1800 1000 42893d96 00000000 0d000000 e3020000 e3020000      # INET_DIAG_BBRINFO
        """;

    private static final int FIXED_PART = 72;

    @Test
    void readsWhatSsReads() throws MalformedMessageException {
        var info = new TcpInfo(CongestionState.LOSS, 2, 0, 2, Duration.ofMillis(816), 1, 0, 1, 1,
            Duration.ofMillis(200), Duration.ofMillis(1060), micros(41), micros(22), 1, 3, 6, 0, 7, 2, 0, 405, 300);
        var socket = new TcpSocket(new InetSocketAddress("127.0.0.1", 40000), new InetSocketAddress("127.0.0.1", 6379),
            TcpState.ESTABLISHED, TcpTimer.RETRANSMIT, Duration.ofMillis(616), 2, 0, 100, 0x2ce2, 0x5c, Optional.of(info));

        assertEquals(socket, TcpSocket.decode(Hex.parse(ANSWER)));
    }

    @Test
    void hasNoInfoWhereTheKernelGivesNone() throws MalformedMessageException {
        byte[] answer = Arrays.copyOf(Hex.parse(ANSWER), FIXED_PART);
        answer[1] = 6;

        TcpSocket socket = TcpSocket.decode(answer);

        assertEquals(TcpState.TIME_WAIT, socket.state());
        assertEquals(Optional.empty(), socket.info());
    }

    @Test
    void readsTheShorterInfoOfAnOldKernel() throws MalformedMessageException {
        byte[] info = new byte[104];
        info[4] = 3;
        info[100] = 5;

        TcpInfo read = TcpInfo.decode(info);

        assertEquals(3, read.backoff());
        assertEquals(5, read.totalRetrans());
        assertEquals(0, read.bytesSent());
    }

    @Test
    void refusesAStateItDoesNotKnow() {
        byte[] answer = Hex.parse(ANSWER);
        answer[1] = 14;

        var refused = assertThrows(MalformedMessageException.class, () -> TcpSocket.decode(answer));

        assertEquals("TCP state is unknown: state=14", refused.getMessage());
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
