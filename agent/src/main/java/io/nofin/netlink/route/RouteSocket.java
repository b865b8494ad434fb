package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** A socket to rtnetlink in the namespace of the thread that opened it, which it keeps alive until closed. Not thread-safe. */
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

    /** All links, in the order of their indexes. */
    public List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        for (NetlinkMessage message : execute(new DumpLinks())) {
            links.add(Link.decode(message));
        }
        return links;
    }

    /** @throws NoSuchElementException when there is no link of that name */
    public Link link(String name) throws IOException {
        return links().stream().filter(link -> link.name().equals(name)).findFirst()
            .orElseThrow(() -> new NoSuchElementException("no such link: name=" + name));
    }

    /** All IPv4 and IPv6 addresses, those of loopback and link-local ones among them. */
    public List<LinkAddress> addresses() throws IOException {
        List<LinkAddress> addresses = new ArrayList<>();
        for (NetlinkMessage message : execute(new DumpAddresses())) {
            LinkAddress.decode(message).ifPresent(addresses::add);
        }
        return addresses;
    }

    /** Whether the namespace has a route to an address of somebody else; whether anybody is there, it does not say. */
    public boolean hasRoute(InetAddress destination) throws IOException {
        try {
            return FindRoute.isUnicast(execute(new FindRoute(destination)).get(0));
        } catch (NetlinkException refused) {
            return false;                   // ENETUNREACH where there is none, EHOSTUNREACH and others where one says so
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
