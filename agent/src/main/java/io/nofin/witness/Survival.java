package io.nofin.witness;

import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import io.nofin.witness.measure.Verdict;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The survival of the TCP connections that were established before a fault: whether they still are, and are the same. A socket's
 * cookie is never used again.
 *
 * @param before  connections of the fault's packets, just before it was fired
 * @param same    the number of these that are there afterwards, established
 * @param gone    the connections that are not
 * @param opened  connections that were opened since
 * @param verdict whether all are the same
 */
public record Survival(int before, int same, List<Connection> gone, int opened, Verdict verdict) {

    /**
     * A connection that did not survive.
     *
     * @param state the state it is in now; empty when there is no such socket any more
     */
    public record Connection(InetSocketAddress local, InetSocketAddress remote, Optional<TcpState> state) {

        @Override
        public String toString() {
            return local.getPort() + " to " + remote.getAddress().getHostAddress() + " port " + remote.getPort()
                + state.map(now -> " is " + now).orElse(" is gone");
        }
    }

    public Survival {
        gone = List.copyOf(gone);
    }

    /** Returns a survival about which nothing is known, for a reason. */
    static Survival unknown(String reason) {
        return new Survival(0, 0, List.of(), 0, Verdict.unknown(reason));
    }

    static Survival of(List<TcpSocket> before, List<TcpSocket> after) {
        Map<Long, TcpSocket> now = after.stream().collect(Collectors.toMap(TcpSocket::cookie, Function.identity(), (one, other) -> one));
        Map<Long, TcpSocket> open = before.stream().filter(Survival::isEstablished)
            .collect(Collectors.toMap(TcpSocket::cookie, Function.identity(), (one, other) -> one));
        List<Connection> gone = open.values().stream()
            .filter(socket -> !now.containsKey(socket.cookie()) || !isEstablished(now.get(socket.cookie())))
            .map(socket -> new Connection(socket.local(), socket.remote(), Optional.ofNullable(now.get(socket.cookie())).map(TcpSocket::state)))
            .toList();
        int opened = (int) after.stream().filter(socket -> isEstablished(socket) && !open.containsKey(socket.cookie())).count();
        int same = open.size() - gone.size();
        return new Survival(open.size(), same, gone, opened, verdict(open.size(), same, gone, opened));
    }

    private static boolean isEstablished(TcpSocket socket) {
        return socket.state() == TcpState.ESTABLISHED;
    }

    private static Verdict verdict(int before, int same, List<Connection> gone, int opened) {
        String numbers = same + " of " + before + " connections are the same as before, " + opened + " are new";
        if (before == 0) {
            return Verdict.unknown("no connection was open before");
        }
        return gone.isEmpty() ? Verdict.yes(numbers)
            : Verdict.no(numbers + ": " + gone.stream().map(Connection::toString).collect(Collectors.joining(", ")));
    }
}
