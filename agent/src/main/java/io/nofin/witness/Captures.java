package io.nofin.witness;

import io.nofin.firewall.FilterProgram;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.target.TargetHost;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Opens captures on the interfaces of a host, in its namespace. */
final class Captures {

    private static final long MOST_BUFFER = 64 << 20;   // memory that cannot be swapped out
    private static final int PAGE = 4096;
    private static final int SLOT_OVERHEAD = 128;       // tpacket2_hdr, sockaddr_ll and alignment; packet(7)
    private static final int ALIGNMENT = 16;            // TPACKET_ALIGNMENT
    private static final int IFACE_NOT_UP = -9;         // PCAP_ERROR_IFACE_NOT_UP in pcap/pcap.h
    private static final String ANY = "any";
    static final String LOOPBACK = "lo";

    private final TargetHost host;
    private final String filter;
    private final CaptureScope captureScope;
    private final CaptureMemory.Share memory;
    private long taken;

    Captures(TargetHost host, String filter, CaptureScope captureScope, CaptureMemory.Share memory) {
        LibraryThread.start();
        this.host = host;
        this.filter = filter;
        this.captureScope = captureScope;
        this.memory = memory;
    }

    /** Opens a capture on each interface that is up, on loopback only where it is asked for; all or none. */
    List<Capture> open(FrameRing ring) throws IOException {
        List<Capture> captures = new ArrayList<>();
        try {
            List<String> names = host.interfaces().stream().filter(name -> captureScope.loopback() || !name.equals(LOOPBACK)).toList();
            for (String name : names) {
                Optional<DataLinkType> type = type(name);
                if (type.isPresent()) {
                    long bytes = memory.take(wanted(), names.size(), host.label() + ", " + name);
                    taken += bytes;
                    open(name, type.get(), captures.size(), ring, bytes).ifPresent(captures::add);
                }
            }
            if (captures.isEmpty()) {
                throw new IOException(host.label() + " has no interface that is up except loopback: there is nothing to watch");
            }
            return captures;
        } catch (IOException | RuntimeException | Error e) {
            captures.forEach(Capture::close);
            giveBack();
            throw e;
        }
    }

    /**
     * Opens one capture for all interfaces together, including those that come later; loopback is left out, because libpcap leaves
     * out its outgoing packets there.
     *
     * @throws IOException when libpcap is too old to tell interfaces apart, or the filter is wrong
     */
    Capture openAny(FrameRing ring) throws IOException {
        taken = memory.take(wanted(), 1, host.label());
        try {
            PcapHandle handle = host.namespace().call(() -> activate(ANY, taken)).orElseThrow(() -> new IOException("cannot watch " + host.label()));
            try {
                handle.setDlt(DataLinkType.getInstance(LinkLayer.LINUX_SLL2));
            } catch (PcapNativeException | NotOpenException e) {
                handle.close();
                throw new IOException("cannot watch " + host.label() + ": libpcap 1.10 is needed: " + e.getMessage(), e);
            }
            return start(ANY, 0, handle, ring, taken);
        } catch (IOException | RuntimeException | Error e) {
            giveBack();
            throw e;
        }
    }

    /** Gives the memory back once all captures are closed. Calling it twice is fine. */
    void giveBack() {
        memory.giveBack(taken);
        taken = 0;
    }

    /** Returns whether an interface could be watched. */
    boolean isUp(String name) throws IOException {
        return type(name).isPresent();
    }

    /** Returns the link type of an interface; empty when it is down. */
    private Optional<DataLinkType> type(String name) throws IOException {
        Optional<PcapHandle> handle = host.namespace().call(() -> activate(name, block()));
        handle.ifPresent(PcapHandle::close);
        return handle.map(PcapHandle::getDlt);
    }

    /**
     * Opens a ring of its own on an Ethernet interface, and has libpcap read from others, whose headers it makes up, and from loopback, where
     * it leaves out the first of the two times that a packet passes.
     */
    private Optional<Capture> open(String name, DataLinkType type, int number, FrameRing ring, long bytes) throws IOException {
        if (type.equals(DataLinkType.EN10MB) && !name.equals(LOOPBACK)) {
            FilterProgram program = compile(name);
            PacketSource source = host.namespace().call(() -> ring(name, program, bytes));
            return Optional.of(start(name, number, type, source, ring));
        }
        Optional<PcapHandle> handle = host.namespace().call(() -> activate(name, bytes));
        return handle.isEmpty() ? Optional.empty() : Optional.of(start(name, number, handle.get(), ring, bytes));
    }

    private FilterProgram compile(String name) throws IOException {
        try {
            return FilterProgram.compile(filter, FilterProgram.DLT_EN10MB, captureScope.captureBytes());
        } catch (BadValueException e) {
            throw wrongFilter(name, e.remedy(), e);
        }
    }

    private RingSource ring(String name, FilterProgram program, long bytes) throws IOException {
        try (RouteSocket route = RouteSocket.open()) {
            return RingSource.open(route.link(name).index(), program, new RingSource.Slots(slot(), block(), (int) (bytes / block())));
        } catch (NoSuchElementException e) {
            throw new IOException("cannot watch " + name + " of " + host.label() + ": " + e.getMessage(), e);
        }
    }

    private Capture start(String name, int number, PcapHandle handle, FrameRing ring, long bytes) throws IOException {
        try {
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException | NotOpenException | RuntimeException e) {
            handle.close();
            throw wrongFilter(name, e.getMessage(), e);
        }
        return start(name, number, handle.getDlt(), new LibpcapSource(handle, (int) (bytes / block() * inBlock())), ring);
    }

    private Capture start(String name, int number, DataLinkType type, PacketSource source, FrameRing ring) {
        PacketParser parser = new PacketParser(LinkLayer.of(type), host.addresses());
        return Capture.start(new Capture.Link(number, host.label(), name, type.value(), parser), source, ring);
    }

    private IOException wrongFilter(String name, String why, Exception cause) {
        return new IOException("cannot watch " + name + " of " + host.label() + ": filter '" + filter + "': " + why, cause);
    }

    /** Activates a capture; empty when the interface is down, as tunnel interfaces are that nobody asked for. */
    private Optional<PcapHandle> activate(String name, long bytes) throws IOException {
        try {
            return Optional.of(new PcapHandle.Builder(name).snaplen(captureScope.captureBytes())
                .bufferSize((int) (bytes / block() * inBlock() * slot()))
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS).immediateMode(true)
                .timestampPrecision(TimestampPrecision.NANO).build());
        } catch (PcapNativeException e) {
            if (e.getReturnCode() != null && e.getReturnCode() == IFACE_NOT_UP) {
                return Optional.empty();
            }
            throw new IOException("cannot watch " + name + " of " + host.label() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the size of the ring that the scope asks for: whole blocks, with whole slots in them; see packet_mmap in the kernel's
     * documentation.
     */
    private long wanted() {
        return Math.min(MOST_BUFFER, (captureScope.waiting() + inBlock() - 1L) / inBlock() * block());
    }

    private int slot() {
        return captureScope.captureBytes() + SLOT_OVERHEAD + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Returns the block size: the smallest power of two pages that a slot fits into, as libpcap does. */
    private int block() {
        return Math.max(PAGE, Integer.highestOneBit(slot() - 1) << 1);
    }

    private int inBlock() {
        return block() / slot();
    }
}
