package io.nofin.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;

/** Sends a heartbeat in a datagram, from another port each time, and awaits its echo. */
final class UdpProber implements Prober {

    private final InetSocketAddress to;
    private long sequence;

    UdpProber(InetSocketAddress to) {
        this.to = to;
    }

    @Override
    public Duration attempt(Duration timeout) throws IOException {
        long start = System.nanoTime();
        try (DatagramChannel channel = DatagramChannel.open()) {
            DatagramSocket socket = channel.socket();       // the socket's own receive can be interrupted
            socket.connect(to);
            byte[] sent = Heartbeat.write(ByteBuffer.allocate(Heartbeat.LENGTH), sequence++).array();
            socket.send(new DatagramPacket(sent, sent.length));
            DatagramPacket echo = new DatagramPacket(new byte[Heartbeat.LENGTH + 1], Heartbeat.LENGTH + 1);
            do {
                socket.setSoTimeout(ProbeFailures.millisLeft(start, timeout));
                socket.receive(echo);
            } while (!Arrays.equals(sent, Arrays.copyOf(echo.getData(), echo.getLength())));
            return Duration.ofNanos(System.nanoTime() - start);
        } catch (SocketTimeoutException e) {
            throw new IOException("no echo from " + where() + " within " + ProbeFailures.of(timeout), e);
        } catch (PortUnreachableException e) {
            throw new IOException("nothing listens on " + where(), e);
        } catch (IOException e) {
            throw new IOException(where() + " cannot be sent to: " + e.getMessage(), e);
        }
    }

    private String where() {
        return to.getHostString() + " port " + to.getPort();
    }
}
