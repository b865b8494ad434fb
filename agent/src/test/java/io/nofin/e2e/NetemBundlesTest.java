package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import io.nofin.testing.NetemTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Sockaddr;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams that a sender hands over in bundles, as QUIC's do: netem decides about bundles, and a run that insists on netem fails. */
@NetemTest
class NetemBundlesTest extends InWorld {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int SEGMENT = 100;
    private static final int SEGMENTS = 10;
    private static final int BUNDLES = 50;

    @ParameterizedTest
    @ValueSource(strings = {"loss 20%", "duplicate 20%", "corrupt 20%"})
    void aFaultThatDecidesAboutBundlesFails(String effect) throws Exception {
        Nofin.Result result = faulted(effect, SEGMENTS);

        assertTrue(result.exitedWith(1).output().contains("netem decided once about each of"), result.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"loss 20%", "duplicate 20%", "corrupt 20%"})
    void aFaultOnSingleDatagramsPasses(String effect) throws Exception {
        faulted(effect, 1).exitedWith(0);
    }

    private Nofin.Result faulted(String effect, int segments) throws Exception {
        String[] words = effect.split(" ");
        try (Nofin nofin = Nofin.start(world, words[0], words[1], "--direction", "out", "--engine", "netem", "--target", "netns:app", "--peer", PEER,
                "--for", "4s").awaitFiring()) {
            app.call(() -> {
                send(segments);
                return null;
            });
            return nofin.await();
        }
    }

    private static void send(int segments) throws IOException {
        try (FileDescriptor socket = FileDescriptor.of(Syscall.check("socket", () -> LibC.INSTANCE.socket(AF_INET, SOCK_DGRAM, 0)))) {
            byte[] size = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(SEGMENT).array();
            Syscall.check("setsockopt UDP_SEGMENT", () -> LibC.INSTANCE.setsockopt(socket.number(), UDP, UDP_SEGMENT, size, size.length));
            byte[] to = Sockaddr.of(new InetSocketAddress(PEER, 7));
            Syscall.check("connect", () -> LibC.INSTANCE.connect(socket.number(), to, to.length));
            byte[] data = new byte[SEGMENT * segments];
            for (int bundle = 0; bundle < BUNDLES; bundle++) {
                Syscall.check("send", () -> (int) LibC.INSTANCE.send(socket.number(), data, data.length, 0));
            }
        }
    }
}
