package io.nofin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.plan.Exemption;
import io.nofin.unit.IpNetwork;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshSessionTest {

    @Test
    void readsBothFamilies() {
        assertEquals(exemption("10.0.0.1", 22, "192.0.2.9", 51_000), SshSession.parse("192.0.2.9 51000 10.0.0.1 22"));
        assertEquals(exemption("fd00::1", 2222, "2001:db8::9", 51_000), SshSession.parse("2001:db8::9 51000 fd00::1 2222"));
    }

    @Test
    void readsLinkLocalAddressesWithTheirInterface() {
        assertEquals(exemption("fe80::1", 22, "fe80::2", 51_000), SshSession.parse("fe80::2%eth0 51000 fe80::1%eth0 22"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UNKNOWN 65535 UNKNOWN 65535", "10.0.0.1 22", "10.0.0.1 x 10.0.0.2 22", "host 1 host 2", "10.0.0.0/8 1 10.0.0.1 2 3"})
    void ignoresWhatIsNoConnection(String variable) {
        assertEquals(Optional.empty(), SshSession.parse(variable));
    }

    private static Optional<Exemption> exemption(String local, int localPort, String remote, int remotePort) {
        return Optional.of(new Exemption.Connection(IpNetwork.parse(local), localPort, IpNetwork.parse(remote), remotePort));
    }
}
