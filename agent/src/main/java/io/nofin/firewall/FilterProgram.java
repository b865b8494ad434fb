package io.nofin.firewall;

import io.nofin.unit.BadValueException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;

/**
 * A program of classic BPF, compiled by libpcap from a pcap-filter(7) expression. libpcap is called directly: pcap4j compiles, but does
 * not show the instructions.
 */
public record FilterProgram(List<Instruction> instructions) {

    /** The link type of packets that begin with their IP header. */
    public static final int DLT_RAW = 12;

    /** The link type of Ethernet frames. */
    public static final int DLT_EN10MB = 1;

    private static final int PCAP_NETMASK_UNKNOWN = 0xFFFF_FFFF;
    private static final int PROGRAM_LENGTH = 16;       // struct bpf_program: u_int bf_len, padding, struct bpf_insn *bf_insns
    private static final int INSTRUCTION_LENGTH = 8;

    /** {@code struct bpf_insn}: u16 code, u8 jt, u8 jf, u32 k. */
    public record Instruction(int code, int jumpIfTrue, int jumpIfFalse, long k) {

        static Instruction at(Pointer instructions, long at) {
            return new Instruction(instructions.getShort(at) & 0xFFFF, instructions.getByte(at + 2) & 0xFF,
                instructions.getByte(at + 3) & 0xFF, instructions.getInt(at + 4) & 0xFFFF_FFFFL);
        }
    }

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

    public FilterProgram {
        instructions = List.copyOf(instructions);
    }

    /**
     * Compiles an expression.
     *
     * @param linkType the link type of the packets that the program is for
     * @param snapshot the bytes of a packet that the program accepts, 65535 at most
     * @throws BadValueException     when libpcap refuses the expression
     * @throws IllegalStateException when libpcap is not installed
     */
    public static FilterProgram compile(String expression, int linkType, int snapshot) {
        return compiled(expression, linkType, snapshot, FilterProgram::read, error -> {
            throw new BadValueException("not a pcap-filter(7) expression", error);
        });
    }

    /** Returns whether libpcap accepts an expression. */
    static boolean compiles(String expression, int linkType) {
        return compiled(expression, linkType, 0xFFFF, program -> true, error -> false);
    }

    private static <T> T compiled(String expression, int linkType, int snapshot, Function<Pointer, T> accepted, Function<String, T> refused) {
        LibPcap pcap = library();
        Pointer dead = pcap.pcap_open_dead(linkType, snapshot);
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

    private static FilterProgram read(Pointer program) {
        Pointer instructions = program.getPointer(Long.BYTES);
        return new FilterProgram(IntStream.range(0, program.getInt(0))
            .mapToObj(index -> Instruction.at(instructions, (long) index * INSTRUCTION_LENGTH)).toList());
    }

    private static LibPcap library() {
        try {
            return Library.PCAP;
        } catch (LinkageError e) {
            throw new IllegalStateException("libpcap is not installed, and the scenario has a filter: apt-get install libpcap0.8", e);
        }
    }
}
