package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * {@code struct tcp_info} in linux/tcp.h, without the fields that nofin does not need. Units are segments, unless the name says
 * otherwise. The fields after {@code totalRetrans} are zero on kernels older than the field.
 *
 * @param retransmits     expiries of the retransmission timer in a row, without an acknowledgement between them
 * @param probes          probes in a row, without an answer between them
 * @param backoff         the number of times the timeout was doubled
 * @param rto             the retransmission timeout, doubled as often as {@code backoff} says
 * @param unacked         segments sent and not yet acknowledged
 * @param lost            the unacknowledged segments that are thought to be lost
 * @param retrans         the unacknowledged segments that were sent again
 * @param lastDataSent    the time since data was last sent for the first time
 * @param lastAckReceived the time since anything was last acknowledged
 * @param totalRetrans    segments sent again since the connection was opened
 * @param notSentBytes    bytes written by the application and never sent
 */
public record TcpInfo(
        CongestionState congestionState,
        int retransmits, int probes, int backoff, Duration rto,
        long unacked, long sacked, long lost, long retrans,
        Duration lastDataSent, Duration lastAckReceived,
        Duration rtt, Duration rttVariation, long congestionWindow, long totalRetrans,
        long bytesAcked, long bytesReceived, long segmentsOut, long segmentsIn, long notSentBytes,
        long bytesSent, long bytesRetrans) {

    private static final int FIRST_LENGTH = 104;        // up to tcpi_total_retrans: Linux 2.6
    private static final int LENGTH = 216;              // up to tcpi_bytes_retrans: Linux 4.19

    static TcpInfo decode(byte[] payload) throws MalformedMessageException {
        if (payload.length < FIRST_LENGTH) {
            throw new MalformedMessageException("tcp_info is too short: needed=" + FIRST_LENGTH + ", length=" + payload.length);
        }
        WireReader in = new WireReader(Arrays.copyOf(payload, Math.max(payload.length, LENGTH)));
        in.skip(1);                                     // tcpi_state, which inet_diag_msg has too
        var congestionState = CongestionState.of(in.u8());      // tcpi_ca_state
        int retransmits = in.u8();                      // tcpi_retransmits
        int probes = in.u8();                           // tcpi_probes
        int backoff = in.u8();                          // tcpi_backoff
        in.skip(3);                                     // tcpi_options, window scales, flags
        var rto = micros(in.u32());                     // tcpi_rto
        in.skip(12);                                    // tcpi_ato, tcpi_snd_mss, tcpi_rcv_mss
        long unacked = in.u32();                        // tcpi_unacked
        long sacked = in.u32();                         // tcpi_sacked
        long lost = in.u32();                           // tcpi_lost
        long retrans = in.u32();                        // tcpi_retrans
        in.skip(4);                                     // tcpi_fackets
        var lastDataSent = Duration.ofMillis(in.u32()); // tcpi_last_data_sent
        in.skip(8);                                     // tcpi_last_ack_sent, tcpi_last_data_recv
        var lastAckReceived = Duration.ofMillis(in.u32());      // tcpi_last_ack_recv
        in.skip(8);                                     // tcpi_pmtu, tcpi_rcv_ssthresh
        var rtt = micros(in.u32());                     // tcpi_rtt
        var rttVariation = micros(in.u32());            // tcpi_rttvar
        in.skip(4);                                     // tcpi_snd_ssthresh
        long congestionWindow = in.u32();               // tcpi_snd_cwnd
        in.skip(16);                                    // tcpi_advmss, tcpi_reordering, tcpi_rcv_rtt, tcpi_rcv_space
        long totalRetrans = in.u32();                   // tcpi_total_retrans
        in.skip(16);                                    // tcpi_pacing_rate, tcpi_max_pacing_rate
        long bytesAcked = in.u64();                     // tcpi_bytes_acked
        long bytesReceived = in.u64();                  // tcpi_bytes_received
        long segmentsOut = in.u32();                    // tcpi_segs_out
        long segmentsIn = in.u32();                     // tcpi_segs_in
        long notSentBytes = in.u32();                   // tcpi_notsent_bytes
        in.skip(12 + 32 + 8);                           // tcpi_min_rtt to tcpi_delivered_ce
        long bytesSent = in.u64();                      // tcpi_bytes_sent
        long bytesRetrans = in.u64();                   // tcpi_bytes_retrans
        return new TcpInfo(congestionState, retransmits, probes, backoff, rto, unacked, sacked, lost, retrans,
            lastDataSent, lastAckReceived, rtt, rttVariation, congestionWindow, totalRetrans,
            bytesAcked, bytesReceived, segmentsOut, segmentsIn, notSentBytes, bytesSent, bytesRetrans);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
