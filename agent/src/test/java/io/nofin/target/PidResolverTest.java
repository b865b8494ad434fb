package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.KernelTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KernelTest
@Timeout(240)
class PidResolverTest {

    @Test
    void findsAndHoldsTheNamespaceOfAProcess() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.create()) {
            Process sleep = namespace.call(() -> new ProcessBuilder("sleep", "1000").start());
            try {
                List<TargetHost> hosts = new PidResolver().resolve("app", new TargetSpec.Pid(sleep.pid()));
                try (NetworkNamespace held = hosts.get(0).namespace()) {
                    assertEquals("app", hosts.get(0).label());
                    assertEquals("pid:" + sleep.pid(), hosts.get(0).origin());
                    assertEquals(List.of("lo"), hosts.get(0).interfaces());
                    assertEquals(namespace.id(), held.id());
                }
            } finally {
                sleep.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void saysThatThereIsNoSuchProcess() {
        assertEquals("pid:4194304: there is no process 4194304: name one that is running", refusal(4_194_304));
    }

    @Test
    void saysThatAProcessIsAZombie() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 1000").start();
        try (BufferedReader output = parent.inputReader()) {
            long zombie = Long.parseLong(output.readLine());
            while (!ProcessStat.of(zombie).hasEnded()) {
                Thread.sleep(10);
            }
            assertEquals("pid:" + zombie + ": process " + zombie
                + " has ended and only its parent has not noticed yet (a zombie): name one that is running", refusal(zombie));
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesAProcessOfTheHost() {
        long own = ProcessHandle.current().pid();

        assertEquals("pid:" + own + " shares the host's network namespace, and nofin leaves that alone:"
            + " to fault the host itself, use the host target with allow-host: true", refusal(own));
    }

    @Test
    void refusesInitsNamespaceAlsoWhenNofinRunsInAnother() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.create()) {
            assertThrows(TargetNotFoundException.class, () -> other.call(() -> {
                try (NetworkNamespace init = NetworkNamespace.open(Path.of("/proc/self/ns/net"))) {
                    NamespaceInspector.refuseHostNamespace("pid:1", init);
                }
                return null;
            }));
        }
    }

    private static String refusal(long pid) {
        return assertThrows(TargetNotFoundException.class,
            () -> new PidResolver().resolve("app", new TargetSpec.Pid(pid))).getMessage();
    }
}
