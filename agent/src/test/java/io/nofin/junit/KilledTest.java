package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
@Timeout(240)
class KilledTest {

    private static final InetSocketAddress NOBODY_LISTENS = new InetSocketAddress("10.99.0.2", 9);
    private static final int A_WHILE = 500;

    @Test
    void trafficFlowsAgainAfterTheJvmOfATestWasKilled(@TempDir Path directory) throws Exception {
        try (World world = World.start(directory)) {
            world.connect("left", "right");
            Path output = directory.resolve("output");
            Process process = world.start(output, JUnitProcess.command(System.getProperty("java.class.path"), Samples.Holds.class));
            Wait.until("the fault is in force", () -> Files.readString(output).contains("in force"));
            assertFalse(flows(world));

            process.descendants().filter(child -> child.info().command().orElse("").endsWith("/java")).forEach(ProcessHandle::destroyForcibly);

            Wait.until("traffic flows", () -> flows(world));
            Wait.until("the rules are gone", () -> world.traces("left").equals(List.of()));
        }
    }

    /** A refusal has been there and back. */
    private static boolean flows(World world) throws IOException {
        return world.namespace("left").call(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(NOBODY_LISTENS, A_WHILE);
                return true;
            } catch (ConnectException e) {
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        });
    }
}
