package io.nofin.firewall;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;

/**
 * A pcap-filter(7) expression, compiled by libpcap for packets that begin with their IP header (link type RAW), as {@code -m bpf} in
 * iptables-extensions(8) wants it. libpcap is called directly: pcap4j compiles, but does not show the instructions.
 *
 * @param bytecode {@code "COUNT,code jt jf k,..."}
 * @param families the IP versions whose packets can match: {@code tcp[...]} and {@code udp[...]} look into IPv4 only
 */
public record PacketFilter(String expression, String bytecode, Set<IpFamily> families) {

    /** {@code XT_BPF_MAX_NUM_INSTR} in linux/netfilter/xt_bpf.h. */
    public static final int MAX_INSTRUCTIONS = 64;

    private static final int MAX_BYTECODE = 1_023;      // the longest that iptables-restore(8) takes as one word
    private static final int DLT_RAW = 12;
    private static final int SNAPSHOT = 65_535;
    private static final int PCAP_NETMASK_UNKNOWN = 0xFFFF_FFFF;
    private static final int PROGRAM_LENGTH = 16;       // struct bpf_program: u_int bf_len, padding, struct bpf_insn *bf_insns
    private static final int INSTRUCTION_LENGTH = 8;    // struct bpf_insn: u16 code, u8 jt, u8 jf, u32 k

    /** The functions of libpcap; see pcap(3PCAP). */
    public interface LibPcap {
        Pointer pcap_open_dead(int linktype, int snaplen);

        int pcap_compile(@In Pointer pcap, Pointer program, String expression, int optimize, int netmask);

        Pointer pcap_geterr(@In Pointer pcap);

        void pcap_freecode(Pointer program);

        void pcap_close(Pointer pcap);
    }

    private static final class Library {
        static final LibPcap PCAP = LibraryLoader.create(LibPcap.class).failImmediately().load("libpcap.so.0.8");
    }

    /**
     * Compiles an expression.
     *
     * @throws BadValueException     when libpcap refuses it, or the program is longer than iptables and the kernel accept
     * @throws IllegalStateException when libpcap is not installed
     */
    public static PacketFilter compile(String expression) {
        String bytecode = bytecode(expression);
        Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
        for (IpFamily family : IpFamily.values()) {
            if (compiles((family == IpFamily.IPV4 ? "ip" : "ip6") + " and (" + expression + ")")) {
                families.add(family);
            }
        }
        return new PacketFilter(expression, bytecode, families);
    }

    private static boolean compiles(String expression) {
        return compiled(expression, program -> true, error -> false);
    }

    private static String bytecode(String expression) {
        return compiled(expression, PacketFilter::bytecode, error -> {
            throw new BadValueException("not a pcap-filter(7) expression", error);
        });
    }

    private static <T> T compiled(String expression, Function<Pointer, T> accepted, Function<String, T> refused) {
        LibPcap pcap = library();
        Pointer dead = pcap.pcap_open_dead(DLT_RAW, SNAPSHOT);
        Pointer program = Memory.allocateDirect(Runtime.getRuntime(pcap), PROGRAM_LENGTH, true);
        try {
            if (pcap.pcap_compile(dead, program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) {
                return refused.apply(pcap.pcap_geterr(dead).getString(0));
            }
            try {
                return accepted.apply(program);
            } finally {
                pcap.pcap_freecode(program);
            }
        } finally {
            pcap.pcap_close(dead);
        }
    }

    private static String bytecode(Pointer program) {
        int count = program.getInt(0);
        if (count > MAX_INSTRUCTIONS) {
            throw tooLong(count + " instructions, the kernel takes " + MAX_INSTRUCTIONS);
        }
        Pointer instructions = program.getPointer(Long.BYTES);
        List<String> parts = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            long at = (long) index * INSTRUCTION_LENGTH;
            parts.add((instructions.getShort(at) & 0xFFFF) + " " + (instructions.getByte(at + 2) & 0xFF) + " "
                + (instructions.getByte(at + 3) & 0xFF) + " " + (instructions.getInt(at + 4) & 0xFFFF_FFFFL));
        }
        String bytecode = parts.stream().collect(Collectors.joining(",", count + ",", ""));
        if (bytecode.length() > MAX_BYTECODE) {
            throw tooLong(bytecode.length() + " characters of bytecode, iptables takes " + MAX_BYTECODE);
        }
        return bytecode;
    }

    private static BadValueException tooLong(String than) {
        return new BadValueException("too long for -m bpf: it compiles to " + than, "shorten it, or use ports, peers and protocol");
    }

    private static LibPcap library() {
        try {
            return Library.PCAP;
        } catch (LinkageError e) {
            throw new IllegalStateException("libpcap is not installed, and the scenario has a filter: apt-get install libpcap0.8", e);
        }
    }
}
