package io.nofin.silence;

import io.nofin.netlink.diag.PortFilter;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Two connection attempts: a patient one that is under way still at the sample, and one that gives up before. */
final class NewConnectionTraffic implements Traffic {

    private static final Duration INITIAL_RTO = Duration.ofSeconds(1);      // TCP_TIMEOUT_INIT, RFC 6298
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InetSocketAddress echo;
    private final SocketDiag diag = SocketDiag.open();
    private final Sock patient;
    private final Sock impatient;
    private int port;
    private String connect;
    private String givesUp;
    private Optional<Long> cookie = Optional.empty();

    NewConnectionTraffic(IpFamily family) throws IOException {
        echo = Cable.echoAddress(family);
        patient = Sock.tcp(family);
        impatient = Sock.tcp(family).givingUpAfter(1);
    }

    @Override
    public void run(Deadline sample) throws IOException {
        long start = System.nanoTime();
        connect = patient.connect(echo);
        port = patient.localPort();
        String attempt = impatient.connect(echo);
        boolean over = impatient.awaitWritable(sample.remaining());
        givesUp = attempt + ", " + (over ? impatient.pendingError() + " after " + seconds(start) + "s" : "never");
        sample.sleep();
    }

    @Override
    public void observe(Observation.Builder observation) throws IOException {
        boolean over = patient.awaitWritable(Duration.ZERO);
        Optional<TcpSocket> socket = socket();
        cookie = socket.map(TcpSocket::cookie);
        observation.with("connect", connect + (over ? ", then " + patient.pendingError() : ""))
            .with("gives up", givesUp)
            .with(socket, INITIAL_RTO);
    }

    @Override
    public String carryOn() throws IOException {
        if (!patient.awaitWritable(PATIENCE)) {
            return "not connected";
        }
        String error = patient.pendingError();
        patient.send(new byte[1]);
        boolean back = patient.awaitReadable(PATIENCE) && patient.receive().bytes() == 1;
        boolean same = socket().map(TcpSocket::cookie).equals(cookie);
        return error.equals(Sock.OK) && back && same ? CARRIED_ON
            : "connect " + error + (back ? "" : ", and no echo") + (same ? "" : ", and another connection");
    }

    @Override
    public void close() {
        patient.close();
        impatient.close();
        diag.close();
    }

    private Optional<TcpSocket> socket() throws IOException {
        return diag.tcpSockets(PortFilter.local(port)).stream().findFirst();
    }

    private static long seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e9);
    }
}
