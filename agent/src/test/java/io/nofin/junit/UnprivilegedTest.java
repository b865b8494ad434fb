package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.NobodyClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
@Timeout(240)
class UnprivilegedTest {

    private static final List<String> AS_NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
        "--bounding-set", "-all", "--inh-caps", "-all");

    @Test
    void withoutRootAndAgentTestsFailAndSayWhatIsMissing(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String classPath = NobodyClassPath.copyTo(Files.createDirectory(directory.resolve("classes")));
        Path output = directory.resolve("output");
        List<String> command = Stream.concat(AS_NOBODY.stream(), JUnitProcess.command(classPath, Samples.Alone.class).stream()).toList();

        int status = JUnitProcess.run(command, output, Map.of("NOFIN_SOCKET", directory.resolve("agent.sock").toString()));

        String said = Files.readString(output);
        assertEquals(1, status, said);
        assertTrue(said.contains("nofin cannot work here: ") && said.contains(" (this JVM lacks CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_PTRACE, CAP_SYS_ADMIN)"), said);
        assertTrue(said.contains(": no agent listens at " + directory.resolve("agent.sock") + ": start 'nofin agent' as root, or run the tests with sudo, or"), said);
    }
}
