package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListeningPortsTest {

    @Test
    void takesListeningSocketsOnlyAndReadsPortsInHexadecimal() {
        List<String> table = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 00000000:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0",
            "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1");

        assertEquals(Set.of(6379), ListeningPorts.parse(table));
    }

    @Test
    void readsIpv6Addresses() {
        List<String> table = List.of(
            "  sl  local_address                         remote_address                        st",
            "   0: 00000000000000000000000000000000:0007 00000000000000000000000000000000:0000 0A 00000000:00000000");

        assertEquals(Set.of(7), ListeningPorts.parse(table));
    }

    @Test
    void findsNothingInATableWithoutSockets() {
        assertEquals(Set.of(), ListeningPorts.parse(List.of("  sl  local_address")));
        assertEquals(Set.of(), ListeningPorts.parse(List.of()));
    }
}
