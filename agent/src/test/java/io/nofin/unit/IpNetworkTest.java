package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "10.0.0.1/32, 10.0.0.1", "10.0.0.0/8, 10.0.0.0/8", "0.0.0.0/0, 0.0.0.0/0", "fd00::1, fd00::1",
        "FD00:0:0::1/128, fd00::1", "fd00::/8, fd00::/8", "::/0, ::/0", "::ffff:10.0.0.1, 10.0.0.1"})
    void printsWhatItParsesInShort(String text, String printed) {
        assertEquals(printed, IpNetwork.parse(text).toString());
    }

    @Test
    void knowsItsFamily() {
        assertEquals(IpFamily.IPV4, IpNetwork.parse("10.0.0.0/8").family());
        assertEquals(IpFamily.IPV6, IpNetwork.parse("fd00::/8").family());
    }

    @Test
    void halvesEveryoneForTheKernel() {
        assertEquals(List.of("0.0.0.0/1", "128.0.0.0/1"), IpNetwork.everyone(IpFamily.IPV4).stream().map(IpNetwork::toString).toList());
        assertEquals(List.of("::/1", "8000::/1"), IpNetwork.everyone(IpFamily.IPV6).stream().map(IpNetwork::toString).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "10.0.0.1 10.0.0.1, 10.0.0.1",
        "10.98.0.0 10.98.39.249, 10.98.0.0/18",
        "10.0.0.1 10.0.0.2 10.0.0.3, 10.0.0.0/30",
        "10.0.0.0/8 10.1.2.3, 10.0.0.0/8",
        "10.0.0.127 10.0.0.128, 10.0.0.0/24",
        "0.0.0.1 255.255.255.255, 0.0.0.0/0",
        "128.0.0.0/1 255.255.255.255, 128.0.0.0/1",
        "fd00::1 fd00::8000, fd00::/112",
        "fd00::/64 fd00::1, fd00::/64",
        "::1 8000::1, ::/0"})
    void isTheNarrowestAroundOthers(String networks, String around) {
        assertEquals(Optional.of(IpNetwork.parse(around)), IpNetwork.around(Stream.of(networks.split(" ")).map(IpNetwork::parse).toList()));
    }

    @Test
    void isAroundNothingWhereThereIsNone() {
        assertEquals(Optional.empty(), IpNetwork.around(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "redis", "db.example.org", "10.0", "10", "1.2.3.4.5", "fe80::1%eth0", "localhost/8", "１.2.3.4"})
    void leavesNamesAlone(String text) {
        assertEquals(Optional.empty(), IpNetwork.tryParse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, 'host bits are set: write 10.0.0.0/8, or leave the prefix out to mean the one address'",
        "fd00::1/64, 'host bits are set: write fd00::/64, or leave the prefix out to mean the one address'",
        "256.0.0.1, 'not an address: ''256.0.0.1'': write for example 10.0.0.1 or fd00::1'",
        "fd00:::1, 'not an address: ''fd00:::1'': write for example 10.0.0.1 or fd00::1'",
        "10.0.0.0/33, 'not a prefix length: 33: write a number between 0 and 32'",
        "10.0.0.0/, 'not a prefix length: '''': write for example 10.0.0.0/8'",
        "10.0.0.0/-1, 'not a prefix length: ''-1'': write for example 10.0.0.0/8'"})
    void refusesWrongNumbers(String text, String message) {
        assertEquals(message, assertThrows(BadValueException.class, () -> IpNetwork.tryParse(text)).getMessage());
    }

    @Test
    void refusesNamesWhereOnlyAnAddressWillDo() {
        assertEquals("not an address or CIDR: 'redis': write for example 10.0.0.1, 10.0.0.0/8 or fd00::/8",
            assertThrows(BadValueException.class, () -> IpNetwork.parse("redis")).getMessage());
    }
}
