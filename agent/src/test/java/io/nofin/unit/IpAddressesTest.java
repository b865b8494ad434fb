package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

    /** Writes addresses in short; those of RFC 5952, section 4, are among them. */
    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "0.0.0.0, 0.0.0.0", "255.255.255.255, 255.255.255.255", "::, ::", "::1, ::1", "1::, 1::",
        "2001:0db8::0001, 2001:db8::1", "2001:db8:0:0:0:0:2:1, 2001:db8::2:1", "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "2001:DB8::A, 2001:db8::a",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::", "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8", "::ffff:10.0.0.1, 10.0.0.1", "64:ff9b::10.0.0.1, 64:ff9b::a00:1"})
    void writesThemInShort(String text, String written) {
        assertEquals(Optional.of(written), IpAddresses.parse(text).map(IpAddresses::text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10", "10.1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "010.0.0.1", "1.2.3.4 ", ":", ":::", "1::2::3",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "::1%lo", "[::1]", "::256.0.0.1", "::1.2.3", "1.2.3.4:80", "１.2.3.4"})
    void takesNothingElseForOne(String text) {
        assertEquals(Optional.empty(), IpAddresses.parse(text));
    }

    @Test
    void readsWhatItWrites() throws UnknownHostException {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            InetAddress address = InetAddress.getByAddress(bytes);

            assertEquals(Optional.of(address), IpAddresses.parse(IpAddresses.text(address)));
        }
    }
}
