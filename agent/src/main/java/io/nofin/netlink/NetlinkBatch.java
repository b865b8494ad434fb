package io.nofin.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Requests encoded one behind the other, for one system call. It can be sent any number of times, through any socket. Not
 * thread-safe: each sending writes its sequence numbers into the one copy.
 */
public final class NetlinkBatch {

    private static final int SEQUENCE = 8;      // offset of nlmsg_seq in struct nlmsghdr

    private final byte[] bytes;
    private final int size;

    public NetlinkBatch(List<NetlinkRequest> requests) {
        this.bytes = NetlinkRequest.encode(requests, 0);
        this.size = requests.size();
    }

    /** Returns the number of requests. */
    public int size() {
        return size;
    }

    /** Returns the requests with sequence numbers from {@code first} on; valid until the next call. */
    byte[] numbered(int first) {
        ByteBuffer messages = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int sequence = first;
        for (int start = 0; start < bytes.length; start += messages.getInt(start)) {
            messages.putInt(start + SEQUENCE, sequence++);
        }
        return bytes;
    }
}
