package io.nofin.firewall;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pcap-filter(7) expression, compiled by libpcap for packets that begin with their IP header (link type RAW), as {@code -m bpf} in
 * iptables-extensions(8) wants it.
 *
 * @param bytecode {@code "COUNT,code jt jf k,..."}
 * @param families the IP versions whose packets can match: {@code tcp[...]} and {@code udp[...]} look into IPv4 only
 */
public record PacketFilter(String expression, String bytecode, Set<IpFamily> families) {

    /** {@code XT_BPF_MAX_NUM_INSTR} in linux/netfilter/xt_bpf.h. */
    public static final int MAX_INSTRUCTIONS = 64;

    private static final int MAX_BYTECODE = 1_023;      // the longest that iptables-restore(8) takes as one word
    private static final int SNAPSHOT = 65_535;

    /**
     * Compiles an expression.
     *
     * @throws BadValueException     when libpcap refuses it, or the program is longer than iptables and the kernel accept
     * @throws IllegalStateException when libpcap is not installed
     */
    public static PacketFilter compile(String expression) {
        String bytecode = bytecode(FilterProgram.compile(expression, FilterProgram.DLT_RAW, SNAPSHOT));
        Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
        for (IpFamily family : IpFamily.values()) {
            if (FilterProgram.compiles((family == IpFamily.IPV4 ? "ip" : "ip6") + " and (" + expression + ")", FilterProgram.DLT_RAW)) {
                families.add(family);
            }
        }
        return new PacketFilter(expression, bytecode, families);
    }

    private static String bytecode(FilterProgram program) {
        int count = program.instructions().size();
        if (count > MAX_INSTRUCTIONS) {
            throw tooLong(count + " instructions, the kernel takes " + MAX_INSTRUCTIONS);
        }
        String bytecode = program.instructions().stream().map(one -> one.code() + " " + one.jumpIfTrue() + " " + one.jumpIfFalse() + " " + one.k())
            .collect(Collectors.joining(",", count + ",", ""));
        if (bytecode.length() > MAX_BYTECODE) {
            throw tooLong(bytecode.length() + " characters of bytecode, iptables takes " + MAX_BYTECODE);
        }
        return bytecode;
    }

    private static BadValueException tooLong(String than) {
        return new BadValueException("too long for -m bpf: it compiles to " + than, "shorten it, or use ports, peers and protocol");
    }
}
