package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void saysThatAPathDoesNotExist(@TempDir Path directory) {
        Path path = directory.resolve("missing");

        assertEquals("netns:" + path + ": " + path + " does not exist", refusal(path.toString()));
    }

    @Test
    void refusesAPathThatIsNoNetworkNamespace(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        for (String path : List.of(file.toString(), directory.toString(), "/dev/null", "/proc/self/ns/uts")) {
            assertEquals("netns:" + path + ": " + path + " is not a network namespace", refusal(path));
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
