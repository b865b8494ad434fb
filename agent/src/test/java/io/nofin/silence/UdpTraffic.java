package io.nofin.silence;

import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Datagrams all the while, from a careless sender and from one that asks for errors. */
final class UdpTraffic implements Traffic {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final int DATAGRAMS = 15;            // from each; the last ones have a second to arrive before the sample
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] PAYLOAD = new byte[100];

    private final InetSocketAddress echo;
    private final Sock careless;
    private final Sock careful;
    private final Map<String, Integer> carelessResults = new TreeMap<>();
    private final Map<String, Integer> carefulResults = new TreeMap<>();

    UdpTraffic(IpFamily family) throws IOException {
        echo = Cable.echoAddress(family);
        careless = Sock.udp(family);
        careful = Sock.udp(family).receivingErrors();
    }

    @Override
    public void run(Deadline sample) {
        Deadline next = Deadline.in(Duration.ZERO);
        for (int datagram = 0; datagram < DATAGRAMS; datagram++) {
            next.sleep();
            next = next.laterBy(INTERVAL);
            carelessResults.merge(careless.sendTo(echo, PAYLOAD), 1, Integer::sum);
            carefulResults.merge(careful.sendTo(echo, PAYLOAD), 1, Integer::sum);
        }
        sample.sleep();
    }

    @Override
    public void observe(Observation.Builder observation) {
        Sock.Received toCareless = careless.receive();
        Sock.Received toCareful = careful.receive();
        observation.with("sendto", carelessResults)
            .with("recverr", carefulResults)
            .with("error", toCareful.end() + ", queued " + careful.receiveErrors().calls())
            .with("returned", toCareless.bytes() + toCareful.bytes());
    }

    @Override
    public String carryOn() throws IOException {
        String sent = careless.sendTo(echo, PAYLOAD) + " " + careful.sendTo(echo, PAYLOAD);
        boolean back = careless.awaitReadable(PATIENCE) && careful.awaitReadable(PATIENCE);
        careless.receive();
        careful.receive();
        return sent.equals("ok ok") && back ? CARRIED_ON : "sendto " + sent + (back ? "" : ", and no echo");
    }

    @Override
    public void close() {
        careless.close();
        careful.close();
    }
}
