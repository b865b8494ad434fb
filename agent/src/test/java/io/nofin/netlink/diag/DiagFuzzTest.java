package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.testing.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All answers of sock_diag are read, or refused as malformed. */
@Tag("fuzz")
class DiagFuzzTest {

    private static final int MESSAGES = 10_000;
    private static final int INET_DIAG_MSG = 72;

    @Test
    void socketsAreReadOrRefused() {
        fuzz().messages(INET_DIAG_MSG, TcpSocket::decode);
        fuzz().messages(INET_DIAG_MSG, bytes -> SegmentSize.read(List.of(new NetlinkMessage(0, bytes))));
    }

    @Test
    void whatTcpKnowsIsReadOrRefused() {
        fuzz().messages(240, TcpInfo::decode);
    }

    private static Fuzz fuzz() {
        return Fuzz.of(MESSAGES, MalformedMessageException.class);
    }
}
