package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DockerTest
class DoctorDockerTest {

    @Test
    void countsRunningContainers(DockerDaemon daemon, @TempDir Path directory) throws Exception {
        daemon.container("alive", "--network", "none");

        DoctorProcess doctor = DoctorProcess.run(directory, List.of(), Map.of("DOCKER_HOST", daemon.host()));

        assertEquals(0, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("ok  Docker: 1 running container, DOCKER_HOST=" + daemon.host() + "\n"), doctor.output());
    }
}
