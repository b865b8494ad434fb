package io.nofin.netlink;

import io.nofin.lifecycle.FailureCollector;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.SocketOption;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A netlink socket in the network namespace of the thread that opened it; it stays there whatever that thread does later, so that no
 * setns is needed to use it. It also keeps the namespace alive until it is closed. Not thread-safe.
 */
public final class NetlinkSocket implements AutoCloseable {

    /** Protocol families of netlink(7). */
    public static final int ROUTE = 0;
    public static final int SOCK_DIAG = 4;
    public static final int NETFILTER = 12;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int ADDRESS_LENGTH = 12;       // struct sockaddr_nl
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_TRUNC = 0x20;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int HEADER = 16;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;

    private static final ThreadLocal<ByteBuffer> RECEIVED = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));
    private static final int KERNEL_BUFFER = 8 << 20;
    private static final int TIMEOUT_SECONDS = 10;      // a kernel that does not answer is a defect, and waiting longer does not help
    private static final long LONGEST_ANSWER_NANOS = 3L * TIMEOUT_SECONDS * 1_000_000_000;  // anybody on the host can make a dump long
    private static final int MOST_MEBIBYTES = 64;       // of an answer that is kept: twice what a million members of a set take
    private static final short POLLIN = 1;

    private final FileDescriptor descriptor;
    private ByteBuffer pending = ByteBuffer.allocate(0);    // the rest of the datagram received last
    private int sequence;

    private NetlinkSocket(FileDescriptor descriptor) throws IOException {
        this.descriptor = descriptor;
        int fd = descriptor.number();
        SocketOption.NETLINK_EXT_ACK.set(descriptor, 1);
        SocketOption.NETLINK_CAP_ACK.set(descriptor, 1);
        SocketOption.SO_SNDBUFFORCE.set(descriptor, KERNEL_BUFFER);
        SocketOption.SO_RCVBUFFORCE.set(descriptor, KERNEL_BUFFER);
        byte[] timeval = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putLong(TIMEOUT_SECONDS).array();
        Syscall.check("setsockopt SO_RCVTIMEO",
            () -> LibC.INSTANCE.setsockopt(fd, SocketOption.SOL_SOCKET, SO_RCVTIMEO, timeval, timeval.length));
        byte[] address = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder()).putShort((short) AF_NETLINK).array();
        Syscall.check("bind netlink socket", () -> LibC.INSTANCE.bind(fd, address, address.length));
    }

    /** Opens a socket of a protocol family, for example {@link #ROUTE}, in the calling thread's namespace. */
    public static NetlinkSocket open(int protocol) throws IOException {
        FileDescriptor descriptor = FileDescriptor.of(Syscall.check("socket AF_NETLINK " + protocol,
            () -> LibC.INSTANCE.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)));
        try {
            return new NetlinkSocket(descriptor);
        } catch (IOException | RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Receives each message of an answer as it comes. */
    @FunctionalInterface
    public interface Reader {
        void read(NetlinkMessage message) throws IOException;
    }

    /**
     * Makes one request and waits until the kernel has done it.
     *
     * @param operation names the request in an error
     * @return the messages that came before the acknowledgement: the dump of a dump request, usually none for others
     * @throws NetlinkException when the kernel refuses
     * @throws IOException      when there is more than 64 MiB of them: anybody may have put that into a namespace
     */
    public List<NetlinkMessage> request(String operation, NetlinkRequest request) throws IOException {
        List<NetlinkMessage> replies = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        request(operation, request, message -> {
            if (bytes.addAndGet(message.payload().length) > (long) MOST_MEBIBYTES << 20) {
                throw new IOException(operation + ": the answer is longer than " + MOST_MEBIBYTES + " MiB");
            }
            replies.add(message);
        });
        return replies;
    }

    /** Makes one request whose answer may be long: its messages are handed over one by one, and not kept. */
    public void request(String operation, NetlinkRequest request, Reader reader) throws IOException {
        send(List.of(request.isDump() ? request : request.acknowledged()));
        receive(() -> operation, sequence, reader);
    }

    /** Subscribes this socket to a group of its protocol; {@link #notifications} reads what the kernel sends to it. */
    public void join(int group) throws IOException {
        SocketOption.NETLINK_ADD_MEMBERSHIP.set(descriptor, group);
    }

    /**
     * Waits for notifications of a {@linkplain #join joined} group. Only for a socket that makes no requests.
     *
     * @param patienceMs the longest wait in milliseconds; 0 does not wait
     * @return the messages that came together; none when nothing came
     * @throws io.nofin.linux.ErrnoException ENOBUFS when more came than the socket holds, so that some are lost
     */
    public List<NetlinkMessage> notifications(int patienceMs) throws IOException {
        byte[] poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(descriptor.number()).putShort(POLLIN).array();
        if (Syscall.check("poll", () -> LibC.INSTANCE.poll(poll, 1, patienceMs)) == 0) {
            return List.of();
        }
        List<NetlinkMessage> messages = new ArrayList<>();
        ByteBuffer datagram = datagram();
        while (datagram.remaining() >= HEADER) {
            messages.add(message(datagram));
        }
        return messages;
    }

    /**
     * Hands several requests to the kernel with one system call, in order. Netfilter and rtnetlink have carried them out when this
     * returns; {@link #awaitAcknowledgements} then returns their results.
     */
    public void send(List<NetlinkRequest> requests) throws IOException {
        send(new NetlinkBatch(requests));
    }

    /**
     * Hands over requests that were encoded before. An empty batch is not sent, because the kernel answers an empty datagram with
     * ENODATA.
     */
    public void send(NetlinkBatch batch) throws IOException {
        if (batch.size() == 0) {
            return;
        }
        byte[] datagram = batch.numbered(sequence + 1);
        sequence += batch.size();
        Syscall.check("send netlink request", () -> LibC.INSTANCE.send(descriptor.number(), datagram, datagram.length, 0));
    }

    /**
     * Waits for the answers to the {@code count} requests sent last, all of them with {@link NetlinkRequest#ACK}.
     *
     * @param operation names the requests; called only when one was refused
     * @throws NetlinkException for the first that was refused, the further ones suppressed in it
     */
    public void awaitAcknowledgements(Supplier<String> operation, int count) throws IOException {
        FailureCollector failures = new FailureCollector();
        for (int expected = sequence - count + 1; expected != sequence + 1; expected++) {
            try {
                receive(operation, expected, NetlinkSocket::ignore);
            } catch (NetlinkException e) {
                failures.add(e);
            }
        }
        failures.throwIfAny();
    }

    /**
     * Hands over requests of which the kernel carries out all or none, and waits for the answers to those with
     * {@link NetlinkRequest#ACK}. They share one sequence number, so that a refusal is heard whichever request it is about. Without
     * requests it does nothing.
     *
     * @param answers gets the messages that come before the acknowledgements
     * @throws NetlinkException when the kernel refuses
     */
    public void transact(String operation, List<NetlinkRequest> requests, Reader answers) throws IOException {
        if (requests.isEmpty()) {
            return;
        }
        sequence++;
        byte[] datagram = NetlinkRequest.encode(requests, sequence);
        Syscall.check("send netlink transaction", () -> LibC.INSTANCE.send(descriptor.number(), datagram, datagram.length, 0));
        for (NetlinkRequest request : requests) {
            if ((request.flags() & NetlinkRequest.ACK) != 0) {
                receive(() -> operation, sequence, answers);
            }
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }

    /** Reads messages until the answer to request {@code expected} is complete, and skips late answers to earlier ones. */
    private void receive(Supplier<String> operation, int expected, Reader replies) throws IOException {
        long start = System.nanoTime();
        while (true) {
            if (pending.remaining() < HEADER) {
                if (System.nanoTime() - start > LONGEST_ANSWER_NANOS) {
                    throw new IOException(operation.get() + ": the answer does not end: given up after "
                        + LONGEST_ANSWER_NANOS / 1_000_000_000 + " s");
                }
                pending = datagram();
            }
            int flags = pending.getShort(pending.position() + 6) & 0xFFFF;
            boolean ours = pending.getInt(pending.position() + 8) == expected;
            NetlinkMessage message = message(pending);
            if (!ours) {
                continue;
            }
            int type = message.type();
            if (type == NLMSG_ERROR || type == NLMSG_DONE && message.payload().length >= 4) {
                throwIfRefused(operation, type, flags, message.payload());
            }
            if (type == NLMSG_ERROR || type == NLMSG_DONE) {
                return;
            }
            replies.read(message);
        }
    }

    /** Takes one message off the datagram. */
    private static NetlinkMessage message(ByteBuffer datagram) throws MalformedMessageException {
        int start = datagram.position();
        int length = datagram.getInt(start);
        if (length < HEADER || length > datagram.remaining()) {
            throw new MalformedMessageException("message length is wrong: length=" + length
                + ", remaining=" + datagram.remaining());
        }
        byte[] payload = new byte[length - HEADER];
        datagram.position(start + HEADER).get(payload);
        datagram.position(Math.min(datagram.limit(), start + (length + 3 & ~3)));
        return new NetlinkMessage(datagram.getShort(start + 4) & 0xFFFF, payload);
    }

    private static void ignore(NetlinkMessage message) {
        // An acknowledgement carries nothing more.
    }

    /** Receives one datagram and copies it out of the thread's buffer, which is much larger than the copy. */
    private ByteBuffer datagram() throws IOException {
        ByteBuffer received = RECEIVED.get();
        int length = Syscall.check("receive netlink answer",
            () -> LibC.INSTANCE.recv(descriptor.number(), received, received.capacity(), MSG_TRUNC));
        if (length > received.capacity()) {
            throw new MalformedMessageException("datagram does not fit the buffer: length=" + length
                + ", buffer=" + received.capacity());
        }
        byte[] datagram = new byte[length];
        received.get(0, datagram);
        return ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    }

    /** Decodes {@code struct nlmsgerr}: the error, the header of the request it answers and, if flagged so, attributes. */
    private static void throwIfRefused(Supplier<String> operation, int type, int flags, byte[] payload) throws IOException {
        WireReader reader = new WireReader(payload);
        int error = -reader.s32();
        if (error <= 0) {
            return;
        }
        String explanation = "";
        if (type == NLMSG_ERROR && (flags & NLM_F_ACK_TLVS) != 0) {
            explanation = WireReader.find(reader.skip(HEADER).attributes(), NLMSGERR_ATTR_MSG)
                .map(WireReader.Attribute::string).orElse("");
        }
        throw new NetlinkException(operation.get(), error, explanation);
    }
}
