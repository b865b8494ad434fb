package io.nofin.queue;

import io.nofin.linux.BatchCalls;
import io.nofin.linux.DirectMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gathers what is to become of queued packets and tells the kernel with few system calls. Not acknowledged: a packet that is gone,
 * with its device for example, is no error. Not thread-safe.
 *
 * <pre>
 *   | nlmsghdr 16 | nfgenmsg 4 | attribute header 4 | verdict 4 | id 4 |     {@code struct nfqnl_msg_verdict_hdr}, big-endian
 * </pre>
 */
final class VerdictBatch {

    private static final int NFQNL_MSG_VERDICT = 3 << 8 | 1;        // NFNL_SUBSYS_QUEUE
    private static final int NFQNL_MSG_VERDICT_BATCH = 3 << 8 | 3;
    private static final int NLM_F_REQUEST = 1;
    private static final int NFQA_VERDICT_HDR = 2;
    private static final int NFQA_MARK = 3;
    private static final int NFQA_PAYLOAD = 10;
    private static final int NF_DROP = 0;
    private static final int NF_ACCEPT = 1;
    private static final int NF_REPEAT = 4;
    private static final int PLAIN = 32;
    private static final int MARK = 8;
    private static final int CAPACITY = 1 << 18;
    private static final int FLUSH_AT = 1 << 12;
    private static final int MSG_DONTWAIT = 0x40;

    private final ByteBuffer buffer = DirectMemory.allocate(CAPACITY);
    private final ByteBuffer bigEndian = buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
    private final long address = DirectMemory.address(buffer);
    private final int descriptor;
    private final int queue;
    private int length;
    private boolean running;
    private int lastOfRun;
    private int markOfRun;

    VerdictBatch(int descriptor, int queue) {
        this.descriptor = descriptor;
        this.queue = queue;
    }

    /** Drops a packet silently: at these hooks, no ICMP error is sent. */
    void drop(int id) {
        endRun();
        header(PLAIN, NFQNL_MSG_VERDICT, NF_DROP, id);
        flushIfFull();
    }

    /** Lets a packet go, past the other rules of the same chain. */
    void accept(int id) {
        endRun();
        header(PLAIN, NFQNL_MSG_VERDICT, NF_ACCEPT, id);
        flushIfFull();
    }

    /** Drops a packet and all that were queued before it. */
    void dropUpTo(int id) {
        endRun();
        header(PLAIN, NFQNL_MSG_VERDICT_BATCH, NF_DROP, id);
        flushIfFull();
    }

    /**
     * Lets a packet go, through the rules of the same table once more, so that those behind nofin's see it.
     *
     * @param oldest whether none waits that was queued before it: several such in a row go with one verdict
     */
    void repeat(int id, int mark, boolean oldest) {
        if (running && (!oldest || mark != markOfRun)) {
            endRun();
        }
        if (oldest) {
            running = true;
            lastOfRun = id;
            markOfRun = mark;
        } else {
            repeat(NFQNL_MSG_VERDICT, id, mark);
        }
    }

    /** Releases a packet in the same way, with other content. */
    void repeat(Packet packet) {
        endRun();
        int padded = packet.length + 3 & ~3;
        int start = header(PLAIN + MARK + 4 + padded, NFQNL_MSG_VERDICT, NF_REPEAT, packet.id);
        mark(start, packet.mark);
        attribute(start + PLAIN + MARK, 4 + packet.length, NFQA_PAYLOAD);
        buffer.put(start + PLAIN + MARK + 4, packet.memory, packet.at, packet.length);
        flushIfFull();
    }

    void flush() {
        endRun();
        send();
    }

    private void endRun() {
        if (running) {
            running = false;
            repeat(NFQNL_MSG_VERDICT_BATCH, lastOfRun, markOfRun);
        }
    }

    private void repeat(int type, int id, int mark) {
        int start = header(PLAIN + MARK, type, NF_REPEAT, id);
        mark(start, mark);
        flushIfFull();
    }

    private void send() {
        if (length > 0) {
            BatchCalls.INSTANCE.send(descriptor, address, length, MSG_DONTWAIT);
            length = 0;
        }
    }

    private void flushIfFull() {
        if (length >= FLUSH_AT) {
            send();
        }
    }

    private int header(int size, int type, int verdict, int id) {
        int start = length;
        buffer.putInt(start, size)                                  // nlmsg_len
            .putShort(start + 4, (short) type)                      // nlmsg_type
            .putShort(start + 6, (short) NLM_F_REQUEST)             // nlmsg_flags
            .putLong(start + 8, 0)                                  // nlmsg_seq, nlmsg_pid
            .putShort(start + 16, (short) 0);                       // nfgen_family, version
        bigEndian.putShort(start + 18, (short) queue);              // res_id
        attribute(start + 20, 12, NFQA_VERDICT_HDR);
        bigEndian.putInt(start + 24, verdict).putInt(start + 28, id);
        length += size;
        return start;
    }

    private void mark(int start, int mark) {
        attribute(start + PLAIN, 8, NFQA_MARK);
        bigEndian.putInt(start + PLAIN + 4, mark);
    }

    private void attribute(int at, int size, int type) {
        buffer.putShort(at, (short) size).putShort(at + 2, (short) type);
    }
}
