package io.nofin.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Identifies the other end of a connection: on the socket the user, by SO_PEERCRED of unix(7); over TCP the address, where loopback
 * is one peer, and an IPv6 network of 64 bits is one, since whoever has one of its addresses has them all.
 */
final class PeerLookup {

    private static final String PEER = PeerLookup.class.getName();
    private static final int NETWORK_BYTES = 8;

    private final UserPrincipal root;
    private final Path watchdog;

    /** @param watchdog the name that the agent's own watchdog connects from, in a folder where no other user can create one */
    PeerLookup(Path watchdog) throws IOException {
        this.root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
        this.watchdog = watchdog;
    }

    /** Finds the peer of a connection, once per connection. */
    ConnectionPeer of(ConnectionMetaData connection) throws IOException {
        if (connection.getAttribute(PEER) instanceof ConnectionPeer known) {
            return known;
        }
        ConnectionPeer connectionPeer = of(channel(connection.getConnection().getEndPoint()));
        connection.setAttribute(PEER, connectionPeer);
        return connectionPeer;
    }

    /** @throws IOException when the peer has disconnected */
    ConnectionPeer of(SocketChannel channel) throws IOException {
        SocketAddress address = channel.getRemoteAddress();
        if (address instanceof InetSocketAddress internet) {
            return new ConnectionPeer(network(internet.getAddress()), ConnectionPeer.Rank.ANYBODY);
        }
        UserPrincipal user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        boolean isWatchdog = address instanceof UnixDomainSocketAddress named && named.getPath().equals(watchdog);
        ConnectionPeer.Rank rank = !user.equals(root) ? ConnectionPeer.Rank.ANYBODY : isWatchdog ? ConnectionPeer.Rank.WATCHDOG : ConnectionPeer.Rank.ROOT;
        return new ConnectionPeer("unix:" + user.getName(), rank);
    }

    /** Returns the channel under the layers of a connection, such as TLS. */
    static SocketChannel channel(EndPoint endPoint) {
        Object transport = endPoint.getTransport();
        while (transport instanceof EndPoint below) {
            transport = below.getTransport();
        }
        return (SocketChannel) transport;
    }

    private static String network(InetAddress address) throws UnknownHostException {
        if (address.isLoopbackAddress()) {
            return "loopback";
        }
        if (address instanceof Inet6Address) {
            byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), address.getAddress().length);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        }
        return address.getHostAddress();
    }
}
