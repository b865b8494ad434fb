package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import java.util.List;

/**
 * {@code struct xt_bpf_info_v1} in linux/netfilter/xt_bpf.h: a program of classic BPF.
 *
 * @param program 1 to {@value #MAX_INSTRUCTIONS} instructions
 */
public record BpfMatch(List<Instruction> program) implements Extension.Match {

    /** {@code XT_BPF_MAX_NUM_INSTR}. */
    public static final int MAX_INSTRUCTIONS = 64;

    private static final int XT_BPF_MODE_BYTECODE = 0;
    private static final int INSTRUCTION_BYTES = 8;

    /** {@code struct sock_filter} in linux/filter.h. */
    public record Instruction(int code, int jumpTrue, int jumpFalse, long operand) {
    }

    public BpfMatch {
        program = List.copyOf(program);
        if (program.isEmpty() || program.size() > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException("a program has 1 to " + MAX_INSTRUCTIONS + " instructions: count=" + program.size());
        }
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public void encode(WireWriter out) {
        out.u16(XT_BPF_MODE_BYTECODE)                       // mode
            .u16(program.size())                            // bpf_program_num_elem
            .s32(0);                                        // fd
        for (Instruction instruction : program) {
            out.u16(instruction.code)                       // code
                .u8(instruction.jumpTrue)                   // jt
                .u8(instruction.jumpFalse)                  // jf
                .u32(instruction.operand);                  // k
        }
        out.zeros((MAX_INSTRUCTIONS - program.size()) * INSTRUCTION_BYTES)
            .u64(0);                                        // filter, the kernel's own
    }
}
