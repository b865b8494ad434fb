package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.NobodyClassPath;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The extension as a user without rights has it, who is in the group of an agent's socket. */
@KernelTest
@Timeout(240)
class AgentTest {

    private static final String NOBODY = "65534";

    private World world;
    private io.nofin.testing.Nofin agent;
    private String classPath;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        world = World.start(directory);
        world.connect("left", "right");
        agent = io.nofin.testing.Nofin.start(world, "agent").awaitSaying("the agent is ready");
        world.sh("chgrp " + NOBODY + " /run/nofin/agent.sock; chmod 0660 /run/nofin/agent.sock; chmod 0711 /run/nofin");     // as for its group
        classPath = NobodyClassPath.copyTo(Files.createDirectory(directory.resolve("classes")));
    }

    @AfterEach
    void end() throws IOException {
        agent.signal("TERM").await();
        agent.close();
        world.close();
    }

    @Test
    void faultsAreInForceAndReportedOn() throws Exception {
        Path output = world.directory().resolve("tests");

        int status = asNobody(output, Samples.ByAgent.class).waitFor();

        String said = Files.readString(output);
        assertEquals(1, status, said);
        assertTrue(said.contains("cutsAndHeals(Nofin) [OK]"), said);
        assertTrue(said.contains("changesInForce(Nofin) [OK]"), said);
        assertTrue(said.contains("runsAScenario() [OK]"), said);
        assertTrue(said.contains("makesNoLab(Nofin) [X] a lab needs root in the JVM of the tests"), said);
        assertTrue(said.contains("touchesNothing(Nofin) [X] fault 'drop' (drop: silent on left, ports 9) matched no packet"), said);
        assertEquals(List.of(), world.traces("left", "right"));
    }

    @Test
    void whatAKilledJvmHadInForceEndsWithItsLease() throws Exception {
        Path output = world.directory().resolve("tests");
        Process process = asNobody(output, Samples.Holds.class);
        Wait.until("the fault is in force", () -> Files.readString(output).contains("in force"));

        process.descendants().filter(child -> child.info().command().orElse("").endsWith("/java")).forEach(ProcessHandle::destroyForcibly);

        Wait.until("the rules are gone", () -> world.traces("left").equals(List.of()));
    }

    private Process asNobody(Path output, Class<?> tests) throws IOException {
        return world.start(output, Stream.concat(Stream.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups",
            "--bounding-set", "-all", "--inh-caps", "-all"), JUnitProcess.command(classPath, tests).stream()).toList());
    }
}
