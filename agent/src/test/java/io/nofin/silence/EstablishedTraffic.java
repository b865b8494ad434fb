package io.nofin.silence;

import io.nofin.netlink.diag.PortFilter;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A connection that has worked, with several segments in flight. */
final class EstablishedTraffic implements Traffic {

    private static final Duration INITIAL_RTO = Duration.ofMillis(200);     // TCP_RTO_MIN, on a cable this short
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STEADY_RTO = Duration.ofMillis(220);
    private static final int EXCHANGES = 10;            // at least
    private static final int MOST_EXCHANGES = 1000;
    private static final int SEGMENTS = 3;
    private static final int SEGMENT_BYTES = 1000;

    private final SocketDiag diag = SocketDiag.open();
    private final Sock sock;
    private final int port;
    private final long cookie;
    private String sent = "";
    private int returned;

    EstablishedTraffic(IpFamily family) throws IOException {
        InetSocketAddress echo = Cable.echoAddress(family);
        sock = Sock.tcp(family);
        sock.connect(echo);
        if (!sock.awaitWritable(PATIENCE)) {
            throw new IOException("no connection before the cut");
        }
        port = sock.localPort();
        cookie = exchangeUntilSteady().cookie();
    }

    @Override
    public void run(Deadline sample) {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            sent += sock.send(new byte[SEGMENT_BYTES]) + " ";
        }
        sample.sleep();
    }

    @Override
    public void observe(Observation.Builder observation) throws IOException {
        Optional<TcpSocket> socket = socket();
        Sock.Received received = sock.receive();
        returned = received.bytes();
        observation.with("sendto", sent.strip())
            .with("error", received.end() + ", pending " + sock.pendingError())
            .with("returned", returned)
            .with(socket, INITIAL_RTO);
    }

    @Override
    public String carryOn() throws IOException {
        awaitEcho(SEGMENTS * SEGMENT_BYTES - returned);
        return socket().filter(socket -> socket.cookie() == cookie).isPresent() ? CARRIED_ON : "another connection";
    }

    @Override
    public void close() {
        sock.close();
        diag.close();
    }

    /** A connection that was slow to begin on a busy machine has a long timeout, and other sample times would be safe for it. */
    private TcpSocket exchangeUntilSteady() throws IOException {
        for (int exchange = 1; exchange <= MOST_EXCHANGES; exchange++) {
            sock.send(new byte[SEGMENT_BYTES]);
            awaitEcho(SEGMENT_BYTES);
            TcpSocket socket = socket().orElseThrow();
            if (exchange >= EXCHANGES && socket.info().orElseThrow().rto().compareTo(STEADY_RTO) <= 0) {
                return socket;
            }
        }
        throw new IOException("the connection stays slow: " + socket());
    }

    private void awaitEcho(int bytes) throws IOException {
        Deadline deadline = Deadline.in(PATIENCE);
        for (int received = 0; received < bytes; ) {
            if (!sock.awaitReadable(deadline.remaining())) {
                throw new IOException("the echo stays away: bytes=" + bytes + ", received=" + received);
            }
            Sock.Received part = sock.receive();
            if (part.bytes() == 0) {
                throw new IOException("the connection ended: " + part.end());
            }
            received += part.bytes();
        }
    }

    private Optional<TcpSocket> socket() throws IOException {
        return diag.tcpSockets(PortFilter.local(port)).stream().findFirst();
    }
}
