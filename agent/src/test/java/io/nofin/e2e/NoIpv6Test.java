package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.NativeScript;
import io.nofin.testing.Nofin;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A kernel booted with {@code ipv6.disable=1}, which has no socket and no legacy table of that family: native-scripts/test-netem boots one. */
@Tag("no-ipv6")
@KernelTest
class NoIpv6Test extends OneFamily {

    @Override
    String addresses() {
        assertEquals(false, Files.exists(Path.of("/proc/net/if_inet6")), "this kernel has IPv6");
        return "ip -n app addr add 10.99.0.1/24 dev eth0; ip -n peer addr add 10.99.0.2/24 dev eth0";
    }

    @Override
    String peer() {
        return "10.99.0.2";
    }

    @Test
    void theDoctorSaysSoOnce() throws Exception {
        String said = Nofin.run(world, "doctor").exitedWith(0).output();

        assertEquals(1, said.lines().filter(line -> line.contains("IPv6: this kernel has none")).count(), said);
        assertTrue(said.lines().noneMatch(line -> line.contains("!!")), said);
    }

    @Test
    void theMainJobIsDone() throws Exception {
        Path scenario = NativeScript.named("nofin").resolveSibling("../scenarios/silent-drop.yaml").normalize();

        String said = Nofin.run(world, "run", scenario.toString()).exitedWith(0).errors();

        assertTrue(said.contains("this kernel has no IPv6"), said);
    }
}
