package io.nofin.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.unit.IpAddresses;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {

    private static final HostsFile FILE = new HostsFile("""
        127.0.0.1\tlocalhost loop # here
        10.0.0.1  db db.example
        fd00::1 DB
        # 10.0.0.2 db
        db 10.0.0.3
        fe80::1%eth0 router
        10.0.0.300 wrong
        """);

    @Test
    void hasAllAddressesOfAName() {
        assertEquals(List.of("10.0.0.1", "fd00::1"), addresses("db"));
        assertEquals(List.of("10.0.0.1"), addresses("db.example"));
        assertEquals(List.of("fe80::1"), addresses("router"));
        assertEquals(List.of(), addresses("wrong"));
        assertEquals(List.of(), addresses("here"));
    }

    @Test
    void findsTheNameInTheLastOfManyLinesAndWords() {
        String many = "10.0.0.7 not-db dbx x.db\n".repeat(40_000) + "10.0.0.8" + " a".repeat(500_000) + " db";

        assertEquals(List.of("10.0.0.8"), new HostsFile(many).addresses("DB").stream().map(InetAddress::getHostAddress).toList());
    }

    @Test
    void knowsLocalhostWithoutALine() {
        assertEquals(List.of("127.0.0.1"), addresses("localhost"));
        assertEquals(List.of("127.0.0.1", "::1"), addresses("app.LocalHost"));
    }

    private static List<String> addresses(String name) {
        return FILE.addresses(name).stream().map(IpAddresses::text).toList();
    }
}
