package io.nofin.witness;

import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.netfilter.FlowSetState;
import io.nofin.plan.Exemption;
import io.nofin.plan.NeighbourDiscovery;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The packets that one fault selects on one host: those that its rules there match, worked out from captured bytes. Closing it frees
 * what libpcap compiled. Not thread-safe.
 */
final class Selection implements AutoCloseable {

    private static final int ICMP_HEADER = 8;
    private static final int PORTS = 4;

    private final Selector selector;
    private final PeerSet peers;
    private final List<Exemption> exemptions;
    private final PeerSet exemptPeers;
    private final Optional<UserFilter> filter;
    private Optional<Set<FlowSetState.End>> hit = Optional.empty();

    /**
     * Creates a selection.
     *
     * @param peers the peers in the gate when it is open
     */
    Selection(Selector selector, PeerSet peers, List<Exemption> exemptions) {
        this.selector = selector;
        this.peers = peers;
        this.exemptions = List.copyOf(exemptions);
        this.exemptPeers = new PeerSet(exemptions.stream()
            .flatMap(exemption -> exemption instanceof Exemption.Peer peer ? Stream.of(peer.network()) : Stream.empty()).toList());
        this.filter = selector.filter().map(UserFilter::compile);
    }

    /** Selects, of connections, only those that the fault hits from now on. */
    void narrow(Set<FlowSetState.End> ends) {
        hit = Optional.of(ends);
    }

    Selector selector() {
        return selector;
    }

    PeerSet peers() {
        return peers;
    }

    /** Returns whether the fault's rules match a packet on its way out or in; a forwarded packet counts as neither. */
    boolean selects(CapturedPacket capturedPacket) {
        return capturedPacket.packet().side().filter(side -> selector.direction().includes(side) && selects(capturedPacket, side)).isPresent();
    }

    private boolean selects(CapturedPacket capturedPacket, Side side) {
        return isOnInterface(capturedPacket.link().interfaceName())
            && isOf(capturedPacket.frame().bytes(), capturedPacket.ip(), side) && !isExempt(capturedPacket, side)
            && hasLength(capturedPacket.ip()) && filter.map(program -> program.accepts(capturedPacket)).orElse(true);
    }

    /** Returns whether a packet may be one that the fault's rules matched on its way out, whose ports were damaged since. */
    boolean mayHaveSelected(CapturedPacket capturedPacket) {
        int peer = capturedPacket.ip().destination();
        return capturedPacket.isOutgoing() && selector.direction().includes(Side.EGRESS) && isOnInterface(capturedPacket.link().interfaceName()) && isOfProtocol(capturedPacket.ip())
            && peer + capturedPacket.ip().addressLength() <= capturedPacket.frame().bytes().length && peers.contains(capturedPacket.ip().family(), capturedPacket.frame().bytes(), peer)
            && !isExempt(capturedPacket, Side.EGRESS);
    }

    /** Returns whether the rules might match a packet that is forwarded, whose direction cannot be told. */
    boolean mightSelectPassing(CapturedPacket capturedPacket) {
        return capturedPacket.packet().side().isEmpty() && isOnInterface(capturedPacket.link().interfaceName()) && hasLength(capturedPacket.ip())
            && (isOf(capturedPacket.frame().bytes(), capturedPacket.ip(), Side.EGRESS) || isOf(capturedPacket.frame().bytes(), capturedPacket.ip(), Side.INGRESS))
            && filter.map(program -> program.accepts(capturedPacket)).orElse(true);
    }

    /**
     * Returns whether the fault's rules match a packet that leaves the host by an interface, whoever sent it and whatever its source:
     * on its way out, or when it came in.
     *
     * @param passedOn whether it came in, and is not the host's own
     */
    boolean selectsLeaving(CapturedPacket capturedPacket, boolean passedOn, String interfaceName) {
        boolean out = selector.direction().includes(Side.EGRESS) && isOnInterface(interfaceName) && isOf(capturedPacket.frame().bytes(), capturedPacket.ip(), Side.EGRESS)
            && !isExempt(capturedPacket, Side.EGRESS);
        boolean in = selector.direction().includes(Side.INGRESS) && passedOn && selector.interfaceName().isEmpty()
            && isOf(capturedPacket.frame().bytes(), capturedPacket.ip(), Side.INGRESS) && !isExempt(capturedPacket, Side.INGRESS);
        return (out || in) && hasLength(capturedPacket.ip()) && filter.map(program -> program.accepts(capturedPacket)).orElse(true);
    }

    /**
     * Returns whether a packet belongs to a connection that the fault touches, whichever way it goes, or is an ICMP error about one.
     */
    boolean isOfConnections(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        if (capturedPacket.packet().isIcmpError()) {
            return IpHeader.at(bytes, capturedPacket.ip().payload() + ICMP_HEADER).filter(inner -> isOf(bytes, inner, capturedPacket.isIncoming() ? Side.EGRESS : Side.INGRESS)).isPresent()
                || selector.protocol() == Protocol.ICMP && isOf(bytes, capturedPacket.ip(), capturedPacket.isOutgoing() ? Side.EGRESS : Side.INGRESS);
        }
        return capturedPacket.packet().side().filter(side -> isOf(bytes, capturedPacket.ip(), side)).isPresent();
    }

    /** Returns whether a packet that leaves the host answers one that the fault touches on its way in, as a RST or as an ICMP error. */
    boolean answers(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        return capturedPacket.packet().isIcmpError()
            ? IpHeader.at(bytes, capturedPacket.ip().payload() + ICMP_HEADER).filter(inner -> isOf(bytes, inner, Side.INGRESS)).isPresent()
            : capturedPacket.packet().rst() && isOf(bytes, capturedPacket.ip(), Side.EGRESS);
    }

    /** Returns whether it is the host's end of a connection that the fault touches. */
    boolean touches(TcpSocket socket) {
        byte[] peer = socket.remote().getAddress().getAddress();
        return (selector.protocol() == Protocol.TCP || selector.protocol() == Protocol.ANY)
            && peers.contains(IpFamily.of(peer), peer, 0)
            && hasPorts(socket.local().getPort(), socket.remote().getPort());
    }

    /** Returns whether the fault hits that connection, if it touches it at all. */
    boolean isHit(TcpSocket socket) {
        return isHit(ByteBuffer.wrap(socket.local().getAddress().getAddress()), socket.local().getPort(),
            ByteBuffer.wrap(socket.remote().getAddress().getAddress()), socket.remote().getPort(), IpHeader.TCP);
    }

    @Override
    public void close() {
        filter.ifPresent(UserFilter::close);
    }

    private boolean isOnInterface(String name) {
        return selector.isOnInterface(name);
    }

    private boolean isOf(byte[] bytes, IpHeader ip, Side side) {
        int peer = side == Side.EGRESS ? ip.destination() : ip.source();
        return isOfProtocol(ip) && (!selector.hasPorts() || hasPorts(bytes, ip, side))
            && peer + ip.addressLength() <= bytes.length && peers.contains(ip.family(), bytes, peer)
            && (hit.isEmpty() || isHit(bytes, ip));
    }

    private boolean isHit(byte[] bytes, IpHeader ip) {
        return ip.payload() + PORTS <= bytes.length
            && isHit(address(bytes, ip.source(), ip), Bytes.u16(bytes, ip.payload()),
                address(bytes, ip.destination(), ip), Bytes.u16(bytes, ip.payload() + 2), ip.protocol());
    }

    private boolean isHit(ByteBuffer source, int sourcePort, ByteBuffer destination, int destinationPort, int protocol) {
        return hit.isEmpty() || hit.get().contains(new FlowSetState.End(source, protocol, sourcePort, destination))
            && hit.get().contains(new FlowSetState.End(destination, protocol, destinationPort, source));
    }

    private static ByteBuffer address(byte[] bytes, int at, IpHeader ip) {
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + ip.addressLength()));
    }

    /** Returns whether the length matches, as {@code -m length} sees it. */
    private boolean hasLength(IpHeader ip) {
        return selector.length().contains(ip.payload() - ip.start() + ip.payloadLength());
    }

    private boolean isOfProtocol(IpHeader ip) {
        boolean hasConnections = ip.protocol() == IpHeader.TCP || ip.protocol() == IpHeader.UDP;
        return switch (selector.protocol()) {
            case TCP -> ip.protocol() == IpHeader.TCP;
            case UDP -> ip.protocol() == IpHeader.UDP;
            case SCTP -> ip.protocol() == IpHeader.SCTP;
            case ICMP -> ip.protocol() == IpHeader.ICMP || ip.protocol() == IpHeader.ICMPV6;
            case GRE -> ip.protocol() == IpHeader.GRE;
            case ESP -> ip.protocol() == IpHeader.ESP;
            case ANY -> hasConnections || !selector.hasTransport() || ip.protocol() == IpHeader.SCTP && selector.connections().isEmpty();
        };
    }

    private boolean hasPorts(byte[] bytes, IpHeader ip, Side side) {
        if (ip.payload() + PORTS > bytes.length) {
            return false;
        }
        int source = Bytes.u16(bytes, ip.payload());
        int destination = Bytes.u16(bytes, ip.payload() + 2);
        return side == Side.EGRESS ? hasPorts(source, destination) : hasPorts(destination, source);
    }

    private boolean hasPorts(int local, int remote) {
        return (selector.ports().isEmpty() || contains(selector.ports(), local) || contains(selector.ports(), remote))
            && contains(selector.localPorts(), local) && contains(selector.remotePorts(), remote);
    }

    private static boolean contains(PortSet ports, int port) {
        return ports.isEmpty() || ports.ranges().stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }

    /** Returns whether the plan exempts the packet: neighbour discovery, and the host's exemptions. */
    private boolean isExempt(CapturedPacket capturedPacket, Side side) {
        boolean discovery = capturedPacket.ip().protocol() == IpHeader.ICMPV6 && NeighbourDiscovery.includes(capturedPacket.packet().icmpType());
        return discovery || isOfExemptPeer(capturedPacket, side) || hasExemptPort(capturedPacket, side) || exemptions.stream()
            .anyMatch(exemption -> exemption instanceof Exemption.Connection connection && isOf(capturedPacket, connection));
    }

    private boolean isOfExemptPeer(CapturedPacket capturedPacket, Side side) {
        int peer = side == Side.EGRESS ? capturedPacket.ip().destination() : capturedPacket.ip().source();
        return peer + capturedPacket.ip().addressLength() <= capturedPacket.frame().bytes().length
            && exemptPeers.contains(capturedPacket.ip().family(), capturedPacket.frame().bytes(), peer);
    }

    private boolean hasExemptPort(CapturedPacket capturedPacket, Side side) {
        byte[] bytes = capturedPacket.frame().bytes();
        int at = capturedPacket.ip().payload();
        boolean hasPorts = capturedPacket.ip().protocol() == IpHeader.TCP || capturedPacket.ip().protocol() == IpHeader.UDP;
        return hasPorts && at + PORTS <= bytes.length
            && exemptions.stream().anyMatch(exemption -> isOf(exemption, Bytes.u16(bytes, at), Bytes.u16(bytes, at + 2), side));
    }

    private static boolean isOf(Exemption exemption, int source, int destination, Side side) {
        return exemption instanceof Exemption.Ports exempt && (contains(exempt.ports(), source) || contains(exempt.ports(), destination))
            || exemption instanceof Exemption.LocalPort own && own.number() == (side == Side.EGRESS ? source : destination);
    }

    private static boolean isOf(CapturedPacket capturedPacket, Exemption.Connection exempt) {
        return capturedPacket.packet().isOf(new PortPair(exempt.localPort(), exempt.remotePort()))
            && isAddress(capturedPacket, capturedPacket.isOutgoing() ? capturedPacket.ip().source() : capturedPacket.ip().destination(), exempt.local().address().getAddress())
            && isAddress(capturedPacket, capturedPacket.isOutgoing() ? capturedPacket.ip().destination() : capturedPacket.ip().source(), exempt.remote().address().getAddress());
    }

    private static boolean isAddress(CapturedPacket capturedPacket, int at, byte[] address) {
        return capturedPacket.ip().addressLength() == address.length
            && Arrays.equals(capturedPacket.frame().bytes(), at, at + address.length, address, 0, address.length);
    }
}
