package io.nofin.netlink.route;

import io.nofin.netlink.WireWriter;
import java.nio.charset.StandardCharsets;

/** Numbers of linux/if_link.h that several link requests use. */
final class LinkInfo {

    static final int RTM_NEWLINK = 16;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MASTER = 10;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_INFO_DATA = 2;

    private static final int IFLA_INFO_KIND = 1;
    private static final int MAX_NAME_BYTES = 15;       // IFNAMSIZ - 1

    private LinkInfo() {
    }

    /** Writes the kind of a new link, without a NUL at its end, as ip sends it. */
    static void kind(WireWriter info, String kind) {
        info.attribute(IFLA_INFO_KIND, out -> out.bytes(kind.getBytes(StandardCharsets.US_ASCII)));
    }

    static void requireName(String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("an interface name has 1 to " + MAX_NAME_BYTES + " bytes: name=" + name);
        }
    }
}
