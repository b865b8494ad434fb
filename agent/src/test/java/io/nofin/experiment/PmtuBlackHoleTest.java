package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.junit.FaultBuilder;
import io.nofin.junit.Injection;
import io.nofin.junit.Nofin;
import io.nofin.junit.NofinTest;
import io.nofin.junit.TestHost;
import io.nofin.junit.TestLab;
import io.nofin.scenario.Direction;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The way to a server leads over a router whose line carries less than the client's: what is too long for it is dropped, and the router's
 * word about that is swallowed. Small files are stored, large ones are not.
 */
@KernelTest
@NofinTest
@Timeout(300)
class PmtuBlackHoleTest {

    private static final int SMALL = 100;
    private static final int LARGE = 9000;
    private static final int CREATED = 201;
    private static final int REPLACED = 204;
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** TCP doubles its patience each time, beginning with 0.2 s; each is dropped, and each time the router says why. */
    private static final int TRANSMISSIONS = 3;

    private static final String NGINX = """
        mount -t tmpfs -o mode=755 nofin-data /var/lib/nginx            # seen by this command alone, and gone with it
        cat >/var/lib/nginx/conf <<'END'
        daemon off; master_process off; pid /var/lib/nginx/pid; error_log stderr;
        events {}
        http {
            access_log off;
            server { listen 80; root /var/lib/nginx/files; location / { dav_methods PUT; } }
        }
        END
        mkdir /var/lib/nginx/files
        exec nginx -e stderr -c /var/lib/nginx/conf
        """;

    private TestHost client;
    private TestHost router;
    private Server server;
    private ExecutorService threads;

    @BeforeEach
    void start(Nofin nofin) throws Exception {
        TestLab lab = nofin.lab("client", "router", "server");
        client = lab.host("client");
        router = lab.host("router");
        threads = Executors.newCachedThreadPool(Background.threads(client));
        server = Server.start(lab.host("server"), 80, List.of("sh", "-ec", NGINX));
        String address = server.host().address().getHostAddress();
        done(router, "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0");
        done(router, "ip route add " + address + " dev eth0 mtu 1300");
        done(client, "ip route add " + address + " via " + router.address().getHostAddress());
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        server.close();
    }

    @Test
    void smallRequestsWorkAndLargeOnesHangUntilTheHeal(Nofin nofin) throws Exception {
        HttpClient patient = http();
        assertEquals(CREATED, put(patient, "small", SMALL));
        try (Injection hole = hole(nofin).start()) {
            assertEquals(REPLACED, put(patient, "small", SMALL));
            Future<Integer> large = Background.start(client, () -> put(patient, "large", LARGE));
            HttpRequest hasty = request("other", LARGE).timeout(LIMIT).build();
            assertThrows(HttpTimeoutException.class, () -> status(http(), hasty));
            Wait.until("TCP has tried", () -> hole.packets() >= TRANSMISSIONS);
            assertFalse(large.isDone(), "it waits");

            hole.heal();
            assertEquals(CREATED, large.get(SOON.toSeconds(), TimeUnit.SECONDS), "TCP goes on by itself, in shorter segments");
            hole.report().matchedAtLeast(TRANSMISSIONS);
        }
    }

    @Test
    void whoHasLearnedTheWayBeforeNoticesNothing(Nofin nofin) throws Exception {
        assertEquals(CREATED, put(http(), "large", LARGE));
        try (Injection hole = hole(nofin).start()) {
            assertEquals(REPLACED, put(http(), "large", LARGE));
            assertEquals(0, hole.packets());

            done(client, "ip route flush cache");
            assertThrows(HttpTimeoutException.class, () -> status(http(), request("large", LARGE).timeout(LIMIT).build()));
        }
    }

    @Test
    void tcpFindsAWayThroughWhereItIsToldToProbe(Nofin nofin) throws Exception {
        done(client, "sysctl -qw net.ipv4.tcp_mtu_probing=1");
        try (Injection hole = hole(nofin).start()) {
            assertEquals(CREATED, put(http(), "large", LARGE));
            hole.report().matchedAtLeast(TRANSMISSIONS);
        }
    }

    private FaultBuilder hole(Nofin nofin) {
        return nofin.on(client).peers(router.address()).direction(Direction.IN)
            .filter("icmp[icmptype] == icmp-unreach and icmp[icmpcode] == 4").drop();
    }

    /** Returns an HTTP client on the host {@code client}, with connections of its own, which it keeps. */
    private HttpClient http() throws Exception {
        return client.call(() -> HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build());
    }

    /** Stores a file, and returns the status of the answer. */
    private int put(HttpClient http, String name, int bytes) throws Exception {
        return status(http, request(name, bytes).build());
    }

    private int status(HttpClient http, HttpRequest request) throws Exception {
        return client.call(() -> http.send(request, BodyHandlers.discarding()).statusCode());
    }

    private HttpRequest.Builder request(String name, int bytes) {
        return HttpRequest.newBuilder(URI.create("http://" + server.host().address().getHostAddress() + "/" + name))
            .PUT(BodyPublishers.ofByteArray(new byte[bytes]));
    }

    private static void done(TestHost host, String command) throws Exception {
        TestHost.Ended ended = host.run(command.split(" "));
        assertEquals(0, ended.status(), ended.output());
    }
}
