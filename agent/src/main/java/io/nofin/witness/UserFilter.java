package io.nofin.witness;

import java.net.Inet4Address;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * A scenario's {@code filter:}, run by libpcap on captured packets as {@code -m bpf} runs it in the kernel: from the IP header on. Only
 * what was captured of a packet can be looked at. Not thread-safe.
 */
final class UserFilter implements AutoCloseable {

    private static final int SNAPSHOT = 65_535;

    private final PcapHandle dead;
    private final BpfProgram program;

    private UserFilter(PcapHandle dead, BpfProgram program) {
        this.dead = dead;
        this.program = program;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException when libpcap refuses it: the planner compiled it already
     */
    static UserFilter compile(String expression) {
        try {
            PcapHandle dead = Pcaps.openDead(DataLinkType.RAW, SNAPSHOT);
            Inet4Address unknownNetmask = (Inet4Address) Inet4Address.getByAddress(new byte[] {-1, -1, -1, -1});
            return new UserFilter(dead, dead.compileFilter(expression, BpfCompileMode.OPTIMIZE, unknownNetmask));
        } catch (PcapNativeException | NotOpenException | UnknownHostException e) {
            throw new IllegalArgumentException("filter does not compile: filter=" + expression + ": " + e.getMessage(), e);
        }
    }

    boolean accepts(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        int start = capturedPacket.ip().start();
        byte[] packet = Arrays.copyOfRange(bytes, start, bytes.length);
        return program.applyFilter(packet, capturedPacket.frame().originalLength() - start, packet.length);
    }

    @Override
    public void close() {
        program.free();
        dead.close();
    }
}
