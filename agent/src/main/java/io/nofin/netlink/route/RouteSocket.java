package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** A socket to rtnetlink in the namespace of the thread that opened it, which it keeps alive until it is closed. Not thread-safe. */
public final class RouteSocket implements AutoCloseable {

    private final NetlinkSocket socket;

    private RouteSocket(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens a socket in the calling thread's namespace. */
    public static RouteSocket open() throws IOException {
        return new RouteSocket(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /**
     * Makes a request and waits until the kernel has done it.
     *
     * @return the messages of a dump; empty for other requests
     * @throws NetlinkException when the kernel refuses; its message starts with the request's command
     */
    public List<NetlinkMessage> execute(RouteRequest request) throws IOException {
        return socket.request(request.command(), request.request());
    }

    /** Returns all links, in the order of their indexes. */
    public List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        for (NetlinkMessage message : execute(new DumpLinks())) {
            links.add(Link.decode(message));
        }
        return links;
    }

    /**
     * Returns the link of that name.
     *
     * @throws NoSuchElementException when there is no such link
     */
    public Link link(String name) throws IOException {
        return links().stream().filter(link -> link.name().equals(name)).findFirst()
            .orElseThrow(() -> new NoSuchElementException("no such link: name=" + name));
    }

    /** Returns all IPv4 and IPv6 addresses, including loopback and link-local ones. */
    public List<LinkAddress> addresses() throws IOException {
        List<LinkAddress> addresses = new ArrayList<>();
        for (NetlinkMessage message : execute(new DumpAddresses())) {
            LinkAddress.decode(message).ifPresent(addresses::add);
        }
        return addresses;
    }

    /** Returns whether the namespace has a route to another host's address; whether that host exists is not known. */
    public boolean hasRoute(InetAddress destination) throws IOException {
        try {
            return FindRoute.isUnicast(execute(new FindRoute(destination)).get(0));
        } catch (NetlinkException refused) {
            return false;                   // ENETUNREACH where there is no route, EHOSTUNREACH and others where a route says so
        }
    }

    /**
     * Returns whether this host itself gets packets to an address: one of its own, any of a network that a route calls local, a broadcast or a
     * multicast address.
     */
    public boolean isLocal(InetAddress destination) throws IOException {
        try {
            return FindRoute.isLocal(execute(new FindRoute(destination)).get(0));
        } catch (NetlinkException refused) {
            return false;                   // no route: nobody gets them
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
