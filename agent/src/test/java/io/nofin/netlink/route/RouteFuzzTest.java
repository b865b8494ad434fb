package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.scenario.Delay;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.testing.Fuzz;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All answers of rtnetlink are read, or refused as malformed. */
@Tag("fuzz")
class RouteFuzzTest {

    private static final int MESSAGES = 10_000;
    private static final int IFINFOMSG = 16;
    private static final int IFADDRMSG = 8;
    private static final int TCMSG = 20;
    private static final int RTMSG = 12;
    private static final int NDMSG = 12;
    private static final int FIB_RULE_HDR = 12;
    private static final List<Integer> TYPES = IntStream.rangeClosed(16, 48).boxed().toList();
    private static final Netem NETEM = Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(1))).build(), OptionalLong.of(1));

    @Test
    void linksAreReadOrRefused() {
        fuzz().messages(IFINFOMSG, bytes -> Link.decode(message(bytes)));
        fuzz().messages(IFINFOMSG, bytes -> GetLink.mtu(message(bytes)));
        fuzz().messages(IFINFOMSG, bytes -> GetLink.ethernetAddress(message(bytes)));
    }

    @Test
    void routesAndNeighboursAreReadOrRefused() throws Exception {
        FindNextHop question = new FindNextHop(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"), 0, 1, 0);
        fuzz().messages(RTMSG, bytes -> question.nextHop(message(bytes)));
        fuzz().messages(NDMSG, bytes -> FindNeighbour.ethernetAddress(message(bytes)));
    }

    @Test
    void addressesAreReadOrRefused() {
        fuzz().messages(IFADDRMSG, bytes -> LinkAddress.decode(message(bytes)));
    }

    @Test
    void rulesAreReadOrRefused() {
        fuzz().messages(FIB_RULE_HDR, bytes -> DumpRules.fwmark(message(bytes)));
    }

    @Test
    void trafficControlIsReadOrRefused() {
        fuzz().messages(TCMSG, bytes -> {
            TcObject object = TcObject.decode(message(bytes));
            QdiscCounters.decode(object.attributes());
            TcDialect.isMadeByKernel(object);
        });
    }

    @Test
    void optionsAreReadOrRefused() {
        fuzz().messages(0, bytes -> NetemReadBack.differences(NETEM, bytes));
        Fuzz.of(MESSAGES, IllegalArgumentException.class).messages(TCMSG, bytes -> {
            try {
                TcObject object = TcObject.decode(message(bytes));
                TcDialect.asTold(object, object.options());
            } catch (MalformedMessageException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    private static Fuzz fuzz() {
        return Fuzz.of(MESSAGES, MalformedMessageException.class);
    }

    private static NetlinkMessage message(byte[] bytes) {
        return new NetlinkMessage(TYPES.get(bytes.length % TYPES.size()), bytes);
    }
}
