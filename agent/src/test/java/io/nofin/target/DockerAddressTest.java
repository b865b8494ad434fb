package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerAddressTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"/var/run/docker.sock", "unix://run/docker.sock", "unix:docker.sock", "tcp://", "tcp://host", "tcp://host:0",
        "ssh://host", "npipe:////./pipe/docker", "not an address", "tcp://host:port"})
    void refusesWhatIsNoAddress(String text) {
        assertEquals("DOCKER_HOST does not say where a Docker daemon listens: '" + text
            + "': write for example unix:///var/run/docker.sock or tcp://127.0.0.1:2375",
            assertThrows(TargetNotFoundException.class, () -> DockerAddress.parse(text)).getMessage());
    }

    @Test
    void saysThatThereIsNoSocket() {
        Path missing = directory.resolve("missing.sock");

        assertEquals("there is no Docker socket at " + missing + ": is dockerd running? set DOCKER_HOST when it listens elsewhere",
            refusal("unix://" + missing));
    }

    @Test
    void saysThatNobodyListensOnTheSocket() throws IOException {
        Path socket = directory.resolve("abandoned.sock");
        listenOn(socket).close();       // the file stays

        assertEquals("nobody listens at unix://" + socket + ": is dockerd running? set DOCKER_HOST when it listens elsewhere",
            refusal("unix://" + socket));
    }

    @Test
    void saysThatTheDaemonDoesNotAnswer() throws IOException {
        Path socket = directory.resolve("silent.sock");
        try (ServerSocketChannel silent = listenOn(socket)) {
            assertTrue(silent.isOpen());

            assertEquals("the Docker daemon at unix://" + socket + " does not answer within 5 s: does docker ps hang, too?",
                refusal("unix://" + socket));
        }
    }

    @Test
    void saysThatNobodyListensOnThePort() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertEquals("nobody listens at tcp://127.0.0.1:" + port
            + ": is dockerd running? set DOCKER_HOST when it listens elsewhere", refusal("tcp://127.0.0.1:" + port));
    }

    private static String refusal(String address) {
        return assertThrows(TargetNotFoundException.class, () -> new DockerResolver(DockerAddress.parse(address)).running()).getMessage();
    }

    private static ServerSocketChannel listenOn(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }
}
