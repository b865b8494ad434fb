package io.nofin.witness;

import io.nofin.target.TargetHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/** Opens captures on the interfaces of a host, in its namespace. */
final class Captures {

    private static final int FEWEST_SLOTS = 1 << 15;    // twice as many packets as come in 16 ms, at a million a second
    private static final int MOST_BUFFER = 64 << 20;    // memory that cannot be swapped out
    private static final int SLOT_OVERHEAD = 128;       // tpacket2_hdr, sockaddr_ll and alignment; packet(7)
    private static final int IFACE_NOT_UP = -9;         // PCAP_ERROR_IFACE_NOT_UP in pcap/pcap.h
    static final String LOOPBACK = "lo";

    private final TargetHost host;
    private final String filter;
    private final Scope scope;

    Captures(TargetHost host, String filter, Scope scope) {
        this.host = host;
        this.filter = filter;
        this.scope = scope;
    }

    /** One for each interface that is up, loopback only where it is asked for; all or none. */
    List<Capture> open(FrameRing ring) throws IOException {
        List<Capture> captures = new ArrayList<>();
        try {
            for (String name : host.interfaces()) {
                if (scope.loopback() || !name.equals(LOOPBACK)) {
                    open(name, captures.size(), ring).ifPresent(captures::add);
                }
            }
            if (captures.isEmpty()) {
                throw new IOException(host.label() + " has no interface that is up, loopback aside: there is nothing to watch");
            }
            return captures;
        } catch (IOException | RuntimeException | LinkageError e) {
            captures.forEach(Capture::close);
            throw e;
        }
    }

    /** Whether an interface could be watched. */
    boolean isUp(String name) throws IOException {
        Optional<PcapHandle> handle = host.namespace().call(() -> activate(name));
        handle.ifPresent(PcapHandle::close);
        return handle.isPresent();
    }

    private Optional<Capture> open(String name, int number, FrameRing ring) throws IOException {
        Optional<PcapHandle> handle = host.namespace().call(() -> activate(name));
        return handle.isEmpty() ? Optional.empty() : Optional.of(start(name, number, handle.get(), ring));
    }

    private Capture start(String name, int number, PcapHandle handle, FrameRing ring) throws IOException {
        try {
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException | NotOpenException | RuntimeException e) {
            handle.close();
            throw new IOException("cannot watch " + name + " of " + host.label() + ": filter '" + filter + "': " + e.getMessage(), e);
        }
        PacketParser parser = new PacketParser(LinkLayer.of(handle.getDlt()), host.addresses());
        return Capture.start(new Capture.Link(number, host.label(), name, handle.getDlt().value(), parser), handle, ring);
    }

    /** Empty when the interface is down, as tunnel interfaces are that nobody asked for. */
    private Optional<PcapHandle> activate(String name) throws IOException {
        try {
            return Optional.of(new PcapHandle.Builder(name).snaplen(scope.captureBytes())
                .bufferSize((int) Math.min(MOST_BUFFER, FEWEST_SLOTS * (long) (scope.captureBytes() + SLOT_OVERHEAD)))
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS).immediateMode(true)
                .timestampPrecision(TimestampPrecision.NANO).build());
        } catch (PcapNativeException e) {
            if (e.getReturnCode() != null && e.getReturnCode() == IFACE_NOT_UP) {
                return Optional.empty();
            }
            throw new IOException("cannot watch " + name + " of " + host.label() + ": " + e.getMessage(), e);
        }
    }
}
