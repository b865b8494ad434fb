package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.testing.KernelTest;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS, with certificates that openssl(1) makes. */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentTlsTest {

    private static final String CERTIFICATES = """
        authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout $1.key -out $1.pem; }
        signed() {
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/O=Example/CN=$2" -keyout $2.key -out $2.csr
            openssl x509 -req -in $2.csr -CA $1.pem -CAkey $1.key -CAcreateserial -days 2 -out $2.pem
        }
        authority ours; authority theirs; signed ours server; signed ours ci; signed ours eye; signed theirs stranger
        """;

    private Path directory;
    private World world;
    private AgentProcess agent;

    @BeforeAll
    void start(@TempDir Path own) throws IOException {
        directory = own;
        world = World.start(directory);
        world.sh(CERTIFICATES);
        agent = AgentProcess.start(world, "listen: [{ address: \"0.0.0.0:7443\", certificate: " + file("server.pem") + ", key: " + file("server.key")
            + ", client-ca: " + file("ours.pem") + ", readers: [eye] }]");
    }

    @AfterAll
    void stop() throws IOException {
        agent.close();
        world.close();
    }

    @Test
    void knowsAClientByTheNameInItsCertificate() throws IOException {
        Http ci = as(Optional.of("ci"));

        ci.ask("POST", "/v1/heal", "{}").is(200);

        assertEquals(1, agent.audit().stream().filter(line -> line.contains("\"who\":\"certificate:ci\"")).count());
    }

    @Test
    void letsReadersLook() throws IOException {
        as(Optional.of("eye")).get("/v1/status").is(200);
        as(Optional.of("eye")).ask("POST", "/v1/heal", "{}").is(403);
    }

    @Test
    void letsNobodyInWithoutACertificateOfItsAuthority() {
        assertThrows(IOException.class, () -> as(Optional.of("stranger")).get("/v1/version"));
        assertThrows(IOException.class, () -> as(Optional.empty()).get("/v1/version"));
    }

    private Http as(Optional<String> name) {
        SSLFactory.Builder tls = SSLFactory.builder().withTrustMaterial(PemUtils.loadTrustMaterial(file("ours.pem")));
        name.ifPresent(own -> tls.withIdentityMaterial(PemUtils.loadIdentityMaterial(file(own + ".pem"), file(own + ".key"))));
        SSLFactory factory = tls.build();
        return new Http(() -> {
            SocketChannel channel = AgentProcess.connected(world, 7443);
            SSLSocket socket = (SSLSocket) factory.getSslSocketFactory().createSocket(channel.socket(), "127.0.0.1", 7443, true);
            socket.startHandshake();
            return new Http.Line(socket.getInputStream(), socket.getOutputStream(), socket);
        });
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
