package io.nofin.netlink.netfilter;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.WireWriter;
import io.nofin.testing.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All answers of nfnetlink are read, or refused as malformed. */
@Tag("fuzz")
class NetfilterFuzzTest {

    private static final int MESSAGES = 10_000;
    private static final int NFGENMSG = 4;

    @Test
    void setsAreReadOrRefused() {
        fuzz().messages(NFGENMSG, bytes -> IpSetState.parse(List.of(new NetlinkMessage(0, bytes), new NetlinkMessage(0, bytes))));
        fuzz().bytes(List.of(set()), bytes -> IpSetState.parse(List.of(new NetlinkMessage(0, bytes))));
    }

    @Test
    void tablesAreReadOrRefused() {
        fuzz().messages(NFGENMSG, bytes -> NfTables.names(List.of(new NetlinkMessage(0, bytes))));
    }

    @Test
    void connectionsAreReadOrRefused() {
        fuzz().messages(NFGENMSG, bytes -> TrackedConnection.parse(new NetlinkMessage(0, bytes)));
        fuzz().bytes(List.of(TrackedConnectionTest.answer()), bytes -> TrackedConnection.parse(new NetlinkMessage(0, bytes)));
    }

    private static Fuzz fuzz() {
        return Fuzz.of(MESSAGES, MalformedMessageException.class);
    }

    /** Returns the kernel's message about a set with a member of each family. */
    private static byte[] set() {
        return new WireWriter().zeros(NFGENMSG)
            .string(IpSet.IPSET_ATTR_SETNAME, "nofin-abcdef-1-4")
            .string(IpSet.IPSET_ATTR_TYPENAME, IpSet.TYPE)
            .attribute(IpSet.IPSET_ATTR_DATA, data -> data.attribute(IpSet.IPSET_ATTR_REFERENCES, value -> value.be32(1)))
            .attribute(IpSet.IPSET_ATTR_ADT, list -> list
                .attribute(IpSet.IPSET_ATTR_DATA, member -> member
                    .attribute(IpSet.IPSET_ATTR_IP, ip -> ip.attribute(IpSet.IPSET_ATTR_IPADDR_IPV4, value -> value.be32(0x0A000001)))
                    .attribute(IpSet.IPSET_ATTR_CIDR, value -> value.u8(32))
                    .attribute(IpSet.IPSET_ATTR_TIMEOUT, value -> value.be32(3)))
                .attribute(IpSet.IPSET_ATTR_DATA, member -> member
                    .attribute(IpSet.IPSET_ATTR_IP, ip -> ip.attribute(IpSet.IPSET_ATTR_IPADDR_IPV6, value -> value.zeros(16)))
                    .attribute(IpSet.IPSET_ATTR_CIDR, value -> value.u8(1))))
            .toByteArray();
    }
}
