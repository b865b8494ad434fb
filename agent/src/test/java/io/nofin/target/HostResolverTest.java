package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@KernelTest
class HostResolverTest {

    @Test
    void givesTheNamespaceThatNofinRunsIn() throws IOException {
        TargetHost host = new HostResolver().resolve("machine", new TargetSpec.Host()).get(0);
        try (NetworkNamespace namespace = host.namespace()) {
            assertEquals("machine", host.label());
            assertEquals("host", host.origin());
            assertEquals(NetworkNamespace.Id.of(Path.of("/proc/self/ns/net")), namespace.id());
            assertTrue(host.interfaces().contains("lo"));
        }
    }

    @Test
    void refusesOtherKindsOfTarget() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> new HostResolver().resolve("machine", new TargetSpec.Pid(1)));

        assertEquals("not a host target: pid:1", refused.getMessage());
    }
}
