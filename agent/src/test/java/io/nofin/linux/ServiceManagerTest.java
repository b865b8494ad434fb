package io.nofin.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Datagrams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {

    @TempDir
    private Path directory;

    @Test
    void isToldOverASocketInTheFileSystem() throws IOException {
        Path path = directory.resolve("notify");

        assertEquals("READY=1", told(path.toString(), path.toString(), "READY=1"));
    }

    @Test
    void isToldOverAnAbstractSocket() throws IOException {
        String name = "nofin-test-" + ProcessHandle.current().pid();

        assertEquals("STOPPING=1", told("@" + name, "\0" + name, "STOPPING=1"));
    }

    @Test
    void isNobodyWhereNobodyAsked() throws IOException {
        ServiceManager nobody = ServiceManager.of(Map.of("WATCHDOG_USEC", "1000000"));

        nobody.tell("READY=1");

        assertEquals(Optional.empty(), nobody.watchdog());
    }

    @Test
    void saysHowLongItWaits() {
        String own = Long.toString(ProcessHandle.current().pid());

        assertEquals(Optional.of(Duration.ofSeconds(2)),
            ServiceManager.of(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "2000000", "WATCHDOG_PID", own)).watchdog());
        assertEquals(Optional.empty(),
            ServiceManager.of(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "1")).watchdog());
    }

    private static String told(String environment, String path, String state) throws IOException {
        try (Datagrams listening = Datagrams.at(path)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", environment)).tell(state);
            return listening.next();
        }
    }
}
