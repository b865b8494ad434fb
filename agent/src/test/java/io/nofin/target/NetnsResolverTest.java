package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.AddAddress;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.SetLinkUp;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.KernelTest;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes one named namespace of its own, and deletes it. */
@KernelTest
@Timeout(240)
class NetnsResolverTest {

    private final String name = "nofin-test-" + ProcessHandle.current().pid();

    @BeforeEach
    void add() throws Exception {
        ip("netns", "add", name);
    }

    @AfterEach
    void delete() throws Exception {
        ip("netns", "delete", name);
    }

    @Test
    void findsANamespaceByNameAndByPath() throws IOException {
        for (String nameOrPath : List.of(name, "/run/netns/" + name)) {
            TargetHost host = new NetnsResolver().resolve("redis", new TargetSpec.Netns(nameOrPath)).get(0);
            try (NetworkNamespace namespace = host.namespace()) {
                assertEquals("redis", host.label());
                assertEquals("netns:" + nameOrPath, host.origin());
                assertEquals(NetworkNamespace.Id.of(Path.of("/run/netns", name)), namespace.id());
            }
        }
    }

    @Test
    void leavesOutLoopbackAndLinkLocalAddresses() throws IOException {
        try (NetworkNamespace namespace = NetworkNamespace.open(Path.of("/run/netns", name))) {
            namespace.call(() -> {
                try (RouteSocket route = RouteSocket.open()) {
                    Link lo = route.link("lo");
                    route.execute(new SetLinkUp(lo));       // brings 127.0.0.1 and ::1
                    for (String address : List.of("10.77.1.1", "169.254.1.1", "fd00:77:1::1", "fe80::1")) {
                        route.execute(new AddAddress(lo, IpNetwork.parse(address).address(), 32));
                    }
                    return null;
                }
            });
            assertEquals(List.of(IpNetwork.parse("10.77.1.1"), IpNetwork.parse("fd00:77:1::1")),
                NamespaceInspector.inspect("redis", "netns:" + name, namespace).addresses());
        }
    }

    @Test
    void suggestsTheNearestNameWhenThereIsNoSuchNamespace() {
        String refusal = refusal(name + "x");

        assertTrue(refusal.startsWith("netns:" + name + "x: there is no network namespace of that name; did you mean "
            + name + "? There are: "), refusal);
        assertTrue(refusal.contains(name + ",") || refusal.endsWith(name), refusal);
    }

    @Test
    void saysTheSameOfEveryPathThatIsNoNetworkNamespace(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor());
        Path link = Files.createSymbolicLink(directory.resolve("link"), pipe);
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));

        for (String path : List.of(directory.resolve("missing").toString(), file.toString(), file + "/below", pipe.toString(), link.toString(),
                loop.toString(), directory.toString(), "/dev/null", "/dev/tty", "/proc/self/ns/uts", "/proc/self/ns/user", "/proc/4194304/ns/net")) {
            assertEquals("netns:" + path + ": there is no network namespace at " + path + " that nofin may enter:"
                + " write a name that ip netns prints, or the path of a namespace, such as /proc/4711/ns/net", refusal(path));
        }
    }

    @Test
    void findsANamespaceThroughALink(@TempDir Path directory) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/run/netns", name));

        TargetHost host = new NetnsResolver().resolve("redis", new TargetSpec.Netns(link.toString())).get(0);

        try (NetworkNamespace namespace = host.namespace()) {
            assertEquals(NetworkNamespace.Id.of(Path.of("/run/netns", name)), namespace.id());
        }
    }

    /**
     * Never waits at a pipe that takes the place of a file. A resolver that looked first and opened later would be caught within some
     * dozens of tries: opening a pipe waits for somebody at its other end.
     */
    @Test
    void isNotCaughtByAPipeInAnothersPlace(@TempDir Path directory) throws Exception {
        Process swapping = new ProcessBuilder("python3", "-c", """
            import ctypes, os, sys
            os.chdir(sys.argv[1])
            os.mkfifo("pipe")
            open("file", "w").close()
            print("swapping", flush=True)
            libc = ctypes.CDLL(None)
            while os.getppid() == int(sys.argv[2]):
                for turn in range(1000):
                    libc.renameat2(-100, b"file", -100, b"pipe", 2)
            """, directory.toString(), Long.toString(ProcessHandle.current().pid())).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("swapping", swapping.inputReader().readLine());
            for (int request = 0; request < 500; request++) {
                assertTrue(refusal(directory.resolve("file").toString()).contains("there is no network namespace at"));
            }
        } finally {
            swapping.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesTheHostByWhateverPath() {
        assertEquals("netns:/proc/self/ns/net shares the host's network namespace, and nofin leaves that alone:"
            + " to fault the host itself, use the host target with allow-host: true", refusal("/proc/self/ns/net"));
    }

    private static String refusal(String nameOrPath) {
        return assertThrows(TargetNotFoundException.class,
            () -> new NetnsResolver().resolve("redis", new TargetSpec.Netns(nameOrPath))).getMessage();
    }

    private static void ip(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
