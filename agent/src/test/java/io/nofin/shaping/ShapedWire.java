package io.nofin.shaping;

import io.nofin.linux.NetworkNamespace;
import io.nofin.queue.TwoHosts;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.testing.Shell;
import io.nofin.testing.Volley;
import io.nofin.testing.Wait;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;

/** A cable between two hosts, and an engine that shapes the datagrams that go one way. Not thread-safe. */
abstract class ShapedWire implements AutoCloseable {

    static final int SEED = 7;

    /** The longest wait for a datagram, which only a test that fails comes to: packets that the engine passes do come. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TwoHosts hosts = new TwoHosts();
    private final Side side;
    private int sent;
    private int arrived;

    ShapedWire(Side side) throws IOException {
        this.side = side;
    }

    /** Shapes all datagrams, from the next one on. */
    abstract void shape(Shaping shaping) throws IOException;

    /** Returns whether the engine has decided about so many packets. */
    abstract boolean hasSeen(int packets);

    /** Returns how many packets the engine has let go, or will, copies among them. */
    abstract long passed() throws IOException;

    /** Sends datagrams, and waits until all have arrived that the engine passes. */
    final Volley fire(int count, int bytes, Duration gap) throws IOException {
        return fire(count, bytes, gap, PATIENCE);
    }

    /** Sends datagrams, and waits no longer than {@code patience} for each that should arrive. */
    final Volley fire(int count, int bytes, Duration gap, Duration patience) throws IOException {
        sent += count;
        Volley volley = Volley.fire(from(), to(), address(), count, bytes, gap, patience, () -> expected());
        arrived += volley.arrivals().size();
        return volley;
    }

    /** Returns how many datagrams the receiving kernel has thrown away for their checksum. */
    final int checksumErrors() throws IOException {
        return Integer.parseInt(Shell.in(to(), "awk '/^Udp: [0-9]/ { print $8 }' /proc/thread-self/net/snmp").strip());
    }

    @Override
    public void close() throws IOException {
        hosts.close();
    }

    private int expected() {
        try {
            Wait.until("the engine sees " + sent + " packets", () -> hasSeen(sent));
            return Math.toIntExact(passed() - arrived);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private NetworkNamespace from() {
        return side == Side.EGRESS ? hosts.near() : hosts.far();
    }

    private NetworkNamespace to() {
        return side == Side.EGRESS ? hosts.far() : hosts.near();
    }

    private InetAddress address() {
        return IpNetwork.parse(side == Side.EGRESS ? TwoHosts.FAR_4 : TwoHosts.NEAR_4).address();
    }
}
