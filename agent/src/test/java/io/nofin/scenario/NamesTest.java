package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "redis", "n1", "redis-from_app.2", "on", "a123456789012345678901234567890123456789"})
    void takesWords(String name) {
        assertEquals(name, Names.check(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "\n", "-j", ".", "..", ".a", "a/b", "a;b", "a$b", "`a`", "a'b", "a\"b", "a\\b", "a|b", "a&b",
        "a>b", "a*", "a?", "a:b", "a#b", "a,b", "ä", "a\u0000", "a\u200b", "10.0.0.1", "999.1", "1.", "::1",
        "a1234567890123456789012345678901234567890"})
    void refusesWhatMeansMoreThanItself(String name) {
        assertThrows(BadValueException.class, () -> Names.check(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "client", "n1", "a-b", "abcdefghijklmno"})
    void takesHostNamesForTheLab(String name) {
        assertEquals(name, Names.checkLabHost(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0x7f", "a_b", "a.b", "-a", "a-", "abcdefghijklmnop", "a\n"})
    void refusesWhatIsNoHostName(String name) {
        assertThrows(BadValueException.class, () -> Names.checkLabHost(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db", "db.example.org", "db.example.org.", "my_service", "4ever.example", "xn--bcher-kva.example"})
    void takesHostNamesForPeers(String name) {
        assertEquals(name, new Peer.HostName(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "-f", "a-.b", "1.2.3", "0x7f", "a.0x1", "a b", "a\n", "$(reboot)", "a/b",
        "a123456789012345678901234567890123456789012345678901234567890123"})
    void refusesPeersThatNoResolverKnows(String name) {
        assertThrows(BadValueException.class, () -> new Peer.HostName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eth0 ", "+", "-e+", "e+h", "abcdefghijklmno+", "..", ".", "-i", "a/b", "a:b", "a'b", "a\n", "abcdefghijklmno@p"})
    void refusesInterfacesThatMeanMoreThanThemselves(String name) {
        assertThrows(BadValueException.class, () -> Selector.checkInterface(name));
    }
}
