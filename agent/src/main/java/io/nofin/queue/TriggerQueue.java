package io.nofin.queue;

import io.nofin.lifecycle.Closer;
import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.netfilter.QueueConfig;
import io.nofin.scenario.Keep;
import io.nofin.scenario.Side;
import io.nofin.scenario.TcpFlag;
import io.nofin.scenario.Trigger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Holds the packets among which one is that a step waits for, in the order of the kernel, until each is decided on: those before it go on
 * as they are; the one itself waits until the step has begun; those behind it go through all rules once more, which are those of the
 * step by then; those that come later have met them already. It has to be there before the rules bring packets, and until after they
 * are gone; {@code --queue-bypass} lets packets past when it is gone early. Thread-safe.
 */
public final class TriggerQueue implements AutoCloseable {

    private static final int MOST_SHOWN = 64;
    private static final int LAST_ROUNDS = 1 << 12;     // enough for a full queue, and not for ever
    private static final int LOCAL_OUT = 3;             // enum nf_inet_hooks in linux/netfilter.h; behind it comes POST_ROUTING

    /** A SYN without options, for a first turn of the code before a packet waits for it. */
    private static final byte[] SYN = HexFormat.of().parseHex("4500002800004000400600007f0000017f000001000100020000000000000000500200000000" + "0000");

    private final NetworkNamespace namespace;
    private final int number;
    private final Trigger.PacketSeen wanted;
    private final Consumer<SeenPacket> begin;
    private final TriggerCondition condition;
    private final IpView view = new IpView();
    private final Closer opened;
    private final QueueSocket socket;
    private final VerdictBatch verdicts;
    private final PollTimer pollTimer;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<Throwable> failure = Optional.empty();
    private boolean met;
    private int lastBehind;         // the number of the last packet that was queued before the step had begun

    /** Opens its socket in the calling thread's namespace. */
    private TriggerQueue(NetworkNamespace namespace, int number, Trigger.PacketSeen wanted, Consumer<SeenPacket> begin, Closer opened) throws IOException {
        this.namespace = namespace;
        this.number = number;
        this.wanted = wanted;
        this.begin = begin;
        this.opened = opened;
        this.condition = new TriggerCondition(wanted.content(), wanted.nth());
        this.socket = opened.add(new QueueSocket(number, QueueConfig.MOST_COPIED, true));
        this.verdicts = new VerdictBatch(socket.descriptor(), number);
        this.pollTimer = opened.add(new PollTimer(socket.descriptor()));
        this.thread = Threads.daemon("nofin-trigger-" + number, this::run);
    }

    /**
     * Starts to wait.
     *
     * @param namespace the namespace, which is used until closed; the caller closes it
     * @param number    an NFQUEUE number that nobody is bound to
     * @param begin     is called with the packet while the kernel holds it; returns when the step has begun, or is not to be waited for
     * @throws io.nofin.netlink.NetlinkException when somebody else is bound to the number
     */
    public static TriggerQueue start(NetworkNamespace namespace, int number, Trigger.PacketSeen wanted, Consumer<SeenPacket> begin) throws IOException {
        Closer opened = new Closer();
        try {
            TriggerQueue queue = namespace.call(() -> new TriggerQueue(namespace, number, wanted, begin, opened));
            queue.thread.start();
            return queue;
        } catch (IOException | RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }

    /** Returns what has passed so far. */
    public TriggerCounts counts() {
        return condition.counts();
    }

    /** Returns the number of packets that the kernel lost because the queue was full. */
    public long lost() throws IOException {
        return namespace.call(() -> KernelDrops.read(List.of(number))).all();
    }

    /** Returns the failure that ended it; packets pass unseen since then. */
    public Optional<Throwable> failure() {
        return failure;
    }

    /** Lets the packets go that wait. */
    @Override
    public void close() {
        stopping = true;
        pollTimer.ring();
        Threads.join(thread);
    }

    private void run() {
        PollTimer.hurryThisThread();
        try (opened) {
            tryOut();
            while (!stopping) {
                if (!receive()) {
                    pollTimer.await(-1);
                }
            }
            for (int i = 0; i < LAST_ROUNDS && receive(); i++) {
                Thread.onSpinWait();
            }
        } catch (Throwable e) {
            failure = Optional.of(e);
        }
    }

    /** Loads what decides on packets and describes them. */
    private void tryOut() {
        new TriggerCondition(wanted.content(), wanted.nth()).isMet(view.read(ByteBuffer.wrap(SYN), 0, SYN.length));
        described(new QueuedPacket());
    }

    private boolean receive() {
        boolean received = socket.receive(this::decide);
        verdicts.flush();
        return received;
    }

    private void decide(QueuedPacket packet, ByteBuffer bytes) {
        if (met && packet.id - lastBehind <= 0) {
            verdicts.repeat(packet.id, packet.mark, false);
            return;
        }
        boolean isIt = !met && !stopping && condition.isMet(view.read(bytes, packet.payloadAt, packet.payloadLength));
        if (!isIt) {
            verdicts.accept(packet.id);
            return;
        }
        met = true;
        verdicts.flush();               // those before it must not wait
        begin.accept(described(packet));
        if (wanted.keep() == Keep.PASSES) {
            verdicts.accept(packet.id);
        } else {
            verdicts.repeat(packet.id, packet.mark, false);
        }
        verdicts.flush();
        lastBehind = lastQueued(packet.id);
    }

    /** Returns the number of the packet that was queued last; {@code least} where that cannot be known. */
    private int lastQueued(int least) {
        try {
            return namespace.call(() -> KernelDrops.lastId(number));
        } catch (IOException e) {
            return least;
        }
    }

    private SeenPacket described(QueuedPacket packet) {
        int flags = TriggerCondition.flags(view);
        int start = view.headerLength + view.transportHeaderLength();
        int payload = Math.max(0, TriggerCondition.payload(view));
        StringBuilder first = new StringBuilder();
        for (int i = 0; i < Math.min(payload, MOST_SHOWN); i++) {
            first.append((char) view.u8(start + i));
        }
        return new SeenPacket(Instant.now(), System.nanoTime(), packet.hook >= LOCAL_OUT ? Side.EGRESS : Side.INGRESS, view.protocol, end(true), end(false),
            Stream.of(TcpFlag.values()).filter(flag -> (flags & flag.bit()) != 0).toList(), packet.length, payload + packet.length - packet.payloadLength,
            first.toString());
    }

    private InetSocketAddress end(boolean source) {
        byte[] address = new byte[view.ipv6 ? 16 : 4];
        int at = (view.ipv6 ? 8 : 12) + (source ? 0 : address.length);
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) view.u8(at + i);
        }
        boolean hasPorts = view.protocol != IpView.ICMP && view.protocol != IpView.ICMPV6 && view.length >= view.headerLength + 4;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), hasPorts ? view.u16(view.headerLength + (source ? 0 : 2)) : 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a wrong length", e);
        }
    }
}
