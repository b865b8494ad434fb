package io.nofin.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.linux.Errno;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rtnetlink requests in a namespace of its own: interfaces that are there, and some that are not. */
@KernelTest
class NetlinkSocketTest {

    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;

    private NetworkNamespace namespace;
    private NetlinkSocket socket;

    @BeforeEach
    void openSocket() throws IOException {
        namespace = NetworkNamespace.create();
        socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    @AfterEach
    void closeSocket() {
        socket.close();
        namespace.close();
    }

    @Test
    void staysInTheNamespaceItWasOpenedIn() throws IOException {
        assertEquals(List.of("lo"), names());

        socket.request("ip link add br0 type bridge", addBridge("br0"));

        assertEquals(List.of("lo", "br0"), names());
    }

    @Test
    void hasDoneNothingWhereNothingWasToBeDone() throws IOException {
        socket.send(List.of());
        socket.awaitAcknowledgements(() -> "nothing", 0);
        socket.transact("nothing", List.of(), answer -> { });

        assertEquals(List.of("lo"), names(), "and the next answer is the next request's");
    }

    @Test
    void tellsWhatWasAskedAndWhatTheKernelSays() {
        var refused = assertThrows(NetlinkException.class, () -> socket.request("ip link del nowhere", delete("nowhere")));

        assertEquals("ip link del nowhere: ENODEV: No such device", refused.getMessage());
        assertEquals(Errno.ENODEV, refused.errno());
    }

    /** The words are the kernel's extended acknowledgement. */
    @Test
    void passesOnTheKernelsExplanation() {
        NetlinkRequest unknown = link(RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL, "x0", "nosuchkind");

        var refused = assertThrows(NetlinkException.class, () -> socket.request("ip link add x0 type nosuchkind", unknown));

        assertEquals("ip link add x0 type nosuchkind: EOPNOTSUPP: Operation not supported: Unknown device type", refused.getMessage());
    }

    @Test
    void keepsAnswersApartWhenSomeAreRefused() throws IOException {
        socket.send(List.of(addBridge("br0").acknowledged(), delete("nowhere").acknowledged(), delete("neither").acknowledged(),
            addBridge("br1").acknowledged()));

        var refused = assertThrows(NetlinkException.class, () -> socket.awaitAcknowledgements(() -> "four at once", 4));

        assertEquals("four at once: ENODEV: No such device", refused.getMessage());
        assertEquals(1, refused.getSuppressed().length);
        assertEquals(List.of("lo", "br0", "br1"), names());
    }

    @Test
    void skipsAnswersThatNobodyWaitedFor() throws IOException {
        socket.send(List.of(delete("nowhere").acknowledged(), addBridge("br0").acknowledged()));

        assertEquals(List.of("lo", "br0"), names());
        socket.request("ip link add br1 type bridge", addBridge("br1"));
    }

    @Test
    void collectsADumpOfMoreThanOneDatagram() throws IOException {
        for (int number = 0; number < 100; number++) {
            socket.request("ip link add", addBridge("br" + number));
        }

        assertEquals(101, names().size());
    }

    @Test
    void mayBeClosedTwice() {
        socket.close();
        socket.close();
    }

    private List<String> names() throws IOException {
        NetlinkRequest dump = new NetlinkRequest(RTM_GETLINK, NetlinkRequest.DUMP, out -> out.zeros(16));
        return socket.request("ip link show", dump).stream().map(NetlinkSocketTest::name).toList();
    }

    private static String name(NetlinkMessage message) {
        try {
            return WireReader.find(message.reader().skip(16).attributes(), IFLA_IFNAME).orElseThrow().string();
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private static NetlinkRequest addBridge(String name) {
        return link(RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL, name, "bridge");
    }

    private static NetlinkRequest delete(String name) {
        return new NetlinkRequest(RTM_DELLINK, 0, out -> out.zeros(16).string(IFLA_IFNAME, name));
    }

    private static NetlinkRequest link(int type, int flags, String name, String kind) {
        return new NetlinkRequest(type, flags, out -> out.zeros(16).string(IFLA_IFNAME, name)
            .attribute(IFLA_LINKINFO, info -> info.string(IFLA_INFO_KIND, kind)));
    }
}
