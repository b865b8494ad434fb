package io.nofin.netlink;

/** One message from the kernel: {@code nlmsg_type} and the bytes after the header. */
public record NetlinkMessage(int type, byte[] payload) {

    public WireReader reader() {
        return new WireReader(payload);
    }
}
