package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A TCP socket at one moment; {@code struct inet_diag_msg} in linux/inet_diag.h. A socket of family IPv6 that talks to an IPv4
 * address has IPv4 addresses here.
 *
 * @param timerExpires      the time until {@code timer} goes off, counted from that moment
 * @param timerRetransmits  the number of times it has gone off in a row, without an answer between
 * @param receiveQueueBytes bytes that arrived and are not read yet; for a listener, connections that wait to be accepted
 * @param sendQueueBytes    bytes that are written and not acknowledged yet; for a listener, how many connections may wait
 * @param inode             the number in {@code /proc/PID/fd}; zero when no process holds the socket any more
 * @param cookie            a number that no other socket has had since boot: the same cookie is the same connection
 * @param info              empty for sockets of which the kernel keeps no more than a stub: {@code TIME_WAIT}, {@code NEW_SYN_RECV}
 */
public record TcpSocket(
        InetSocketAddress local, InetSocketAddress remote, TcpState state,
        TcpTimer timer, Duration timerExpires, int timerRetransmits,
        long receiveQueueBytes, long sendQueueBytes, long inode, long cookie, Optional<TcpInfo> info) {

    private static final int ADDRESS = 16;
    private static final int INET_DIAG_INFO = 2;

    static TcpSocket decode(byte[] message) throws MalformedMessageException {
        WireReader in = new WireReader(message);
        int family = in.u8();                               // idiag_family
        var state = TcpState.of(in.u8());                   // idiag_state
        var timer = TcpTimer.of(in.u8());                   // idiag_timer
        int timerRetransmits = in.u8();                     // idiag_retrans
        int localPort = in.be16();                          // idiag_sport
        int remotePort = in.be16();                         // idiag_dport
        var local = address(family, in.bytes(ADDRESS));     // idiag_src
        var remote = address(family, in.bytes(ADDRESS));    // idiag_dst
        in.skip(4);                                         // idiag_if
        long cookie = in.u32() | in.u32() << Integer.SIZE;  // idiag_cookie
        var timerExpires = Duration.ofMillis(in.u32());     // idiag_expires
        long receiveQueueBytes = in.u32();                  // idiag_rqueue
        long sendQueueBytes = in.u32();                     // idiag_wqueue
        in.skip(4);                                         // idiag_uid
        long inode = in.u32();                              // idiag_inode
        var info = WireReader.find(in.attributes(), INET_DIAG_INFO);
        return new TcpSocket(new InetSocketAddress(local, localPort), new InetSocketAddress(remote, remotePort), state,
            timer, timerExpires, timerRetransmits, receiveQueueBytes, sendQueueBytes, inode, cookie,
            info.isPresent() ? Optional.of(TcpInfo.decode(info.get().payload())) : Optional.empty());
    }

    private static InetAddress address(int family, byte[] bytes) throws MalformedMessageException {
        try {
            return InetAddress.getByAddress(family == IpFamily.IPV4.number() ? Arrays.copyOf(bytes, IpFamily.IPV4.bytes()) : bytes);
        } catch (UnknownHostException e) {
            throw new MalformedMessageException("not an address: length=" + bytes.length);
        }
    }
}
