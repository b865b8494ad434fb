package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacketFilterTest {

    /** {@code nfbpf_compile RAW 'ip proto 6'} prints the same, as does the example in iptables-extensions(8). */
    @Test
    void compilesForPacketsThatBeginWithTheirIpHeader() {
        assertEquals("7,48 0 0 0,84 0 0 240,21 0 3 64,48 0 0 9,21 0 1 6,6 0 0 65535,6 0 0 0",
            PacketFilter.compile("ip proto 6").bytecode());
    }

    @Test
    void tellsWhichFamiliesCanMatch() {
        assertEquals(Set.of(IpFamily.IPV4, IpFamily.IPV6), PacketFilter.compile("tcp port 80").families());
        assertEquals(Set.of(IpFamily.IPV4), PacketFilter.compile("tcp[tcpflags] & tcp-push != 0").families());
        assertEquals(Set.of(IpFamily.IPV6), PacketFilter.compile("ip6[40+13] & 8 != 0").families());
    }

    @Test
    void refusesWhatLibpcapRefuses() {
        var error = assertThrows(IllegalArgumentException.class, () -> PacketFilter.compile("port ("));

        assertEquals("not a pcap-filter(7) expression: can't parse filter expression: syntax error", error.getMessage());
    }

    @Test
    void refusesMoreInstructionsThanTheKernelTakes() {
        String longFilter = IntStream.range(1, 40).mapToObj(port -> "port " + port).collect(Collectors.joining(" or "));

        var error = assertThrows(IllegalArgumentException.class, () -> PacketFilter.compile(longFilter));

        assertLinesMatch(List.of("too long for -m bpf: it compiles to \\d+ instructions, the kernel takes 64:"
            + " shorten it, or use ports, peers and protocol"), List.of(error.getMessage()));
    }

    @Test
    void refusesBytecodeThatIptablesRestoreWouldCallTooLong() {
        String fits = IntStream.range(100, 145).mapToObj(host -> "src host 255.255.255." + host).collect(Collectors.joining(" or "));
        String longer = fits + IntStream.range(145, 154).mapToObj(host -> " or src host 255.255.255." + host).collect(Collectors.joining());

        var error = assertThrows(IllegalArgumentException.class, () -> PacketFilter.compile("ip and (" + longer + ")"));

        assertLinesMatch(List.of("too long for -m bpf: it compiles to 1\\d{3} characters of bytecode, iptables takes 1023:"
            + " shorten it, or use ports, peers and protocol"), List.of(error.getMessage()));
        assertEquals(Set.of(IpFamily.IPV4), PacketFilter.compile("ip and (" + fits + ")").families());
    }
}
