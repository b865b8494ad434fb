package io.nofin.netlink;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One request to the kernel, without the fields that the socket fills in.
 *
 * <pre>
 *   |&lt;- 4 -&gt;|&lt;- 2 -&gt;|&lt;- 2 -&gt;|&lt;-  4   -&gt;|&lt;-  4   -&gt;|&lt;- variable -&gt;|
 *   | length | type  | flags | sequence | port id  |   payload    |      {@code struct nlmsghdr} in linux/netlink.h
 * </pre>
 *
 * @param type    {@code nlmsg_type}
 * @param flags   {@code nlmsg_flags} other than {@link #REQUEST}, which is always set
 * @param payload the bytes after the header, padded to four bytes
 */
public record NetlinkRequest(int type, int flags, byte[] payload) {

    public static final int REQUEST = 0x1;      // NLM_F_REQUEST
    public static final int ACK = 0x4;          // NLM_F_ACK
    public static final int ECHO = 0x8;         // NLM_F_ECHO
    public static final int DUMP = 0x300;       // NLM_F_ROOT | NLM_F_MATCH
    public static final int REPLACE = 0x100;    // NLM_F_REPLACE
    public static final int EXCL = 0x200;       // NLM_F_EXCL
    public static final int CREATE = 0x400;     // NLM_F_CREATE

    private static final int HEADER = 16;

    public NetlinkRequest(int type, int flags, Consumer<WireWriter> payload) {
        this(type, flags, written(payload));
    }

    public byte[] encode(long sequence, long portId) {
        WireWriter out = new WireWriter();
        encode(out, sequence, portId);
        return out.toByteArray();
    }

    /** Returns requests one behind the other, all with the same sequence number. */
    static byte[] encode(List<NetlinkRequest> requests, long sequence) {
        WireWriter out = new WireWriter();
        requests.forEach(request -> request.encode(out, sequence, 0));
        return out.toByteArray();
    }

    private void encode(WireWriter out, long sequence, long portId) {
        out.u32(HEADER + payload.length)    // nlmsg_len
            .u16(type)                      // nlmsg_type
            .u16(flags | REQUEST)           // nlmsg_flags
            .u32(sequence)                  // nlmsg_seq
            .u32(portId)                    // nlmsg_pid
            .bytes(payload);
    }

    boolean isDump() {
        return (flags & DUMP) == DUMP;
    }

    NetlinkRequest acknowledged() {
        return new NetlinkRequest(type, flags | ACK, payload);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetlinkRequest that && type == that.type && flags == that.flags
            && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type + flags) + Arrays.hashCode(payload);
    }

    private static byte[] written(Consumer<WireWriter> payload) {
        WireWriter writer = new WireWriter();
        payload.accept(writer);
        byte[] bytes = writer.toByteArray();
        return Arrays.copyOf(bytes, bytes.length + (-bytes.length & 3));
    }
}
