package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.nofin.api.UnsupportedHostException;
import io.nofin.linux.Errno;
import io.nofin.netlink.NetlinkException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmedHostTest {

    /** EINVAL, EPROTONOSUPPORT and EOPNOTSUPP of a kernel without ipset, IPSET_ERR_FIND_TYPE of one without hash:net. */
    @ParameterizedTest
    @ValueSource(ints = {22, 93, 95, 4098})
    void saysHowToGetIpset(int answer) {
        IOException explained = ArmedHost.explained(new NetlinkException("ipset create nofin-abcdef-1-4 hash:net", answer, ""));

        assertInstanceOf(UnsupportedHostException.class, explained);
        assertEquals("ipset create nofin-abcdef-1-4 hash:net: " + Errno.describe(answer) + ": this kernel has no ipset of that type:"
            + " modprobe ip_set_hash_net, and ip_set_hash_ipportip for connections, or use a kernel built with CONFIG_IP_SET_HASH_NET"
            + " and CONFIG_IP_SET_HASH_IPPORTIP", explained.getMessage());
    }

    @Test
    void leavesOtherRefusalsAlone() {
        IOException refused = new NetlinkException("ipset create nofin-abcdef-1-4 hash:net", 17, "");

        assertSame(refused, ArmedHost.explained(refused));
    }
}
