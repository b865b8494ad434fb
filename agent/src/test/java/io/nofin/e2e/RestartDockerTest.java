package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import io.nofin.testing.Restarts;
import io.nofin.testing.Wait;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container that restarts again and again under a fault; the benchmark does this for a minute and counts. */
@DockerTest
@Timeout(300)
class RestartDockerTest {

    private static final int TIMES = 6;

    @Test
    void eachNewLifeIsCutAndNothingIsLeft(DockerDaemon daemon, @TempDir Path directory) throws Exception {
        try (Restarts restarts = Restarts.start(daemon, directory)) {
            for (int i = 0; i < TIMES; i++) {
                restarts.restart(0);
                long arrived = restarts.arrived();
                Thread.sleep(200);      // twenty pings
                assertEquals(arrived, restarts.arrived(), "nothing gets through once the fault has followed");
            }
            long before = restarts.arrived();

            String report = restarts.heal().exitedWith(5).output();

            assertTrue(report.matches("(?s).*drop: silent  docker:restarts-app  out +[1-9]\\d* packets.*"), report);
            assertEquals(List.of(), restarts.traces());
            Wait.until("pings arrive again", () -> restarts.arrived() > before);
        }
    }
}
