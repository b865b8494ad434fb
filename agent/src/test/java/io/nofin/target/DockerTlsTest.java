package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.nofin.api.TargetNotFoundException;
import io.nofin.tls.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A daemon behind mutual TLS, as Docker's documents have it made, with certificates that openssl(1) makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerTlsTest {

    /** Folders as DOCKER_CERT_PATH names them. */
    private static final String CERTIFICATES = """
        authority() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout $1.key -out $1.pem; }
        signed() {
            mkdir -p $2
            openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -addext "subjectAltName = $3" -keyout $2/key.pem -out $2.csr
            openssl x509 -req -in $2.csr -CA $1.pem -CAkey $1.key -CAcreateserial -copy_extensions copy -days 2 -out $2/cert.pem
            cp ours.pem $2/ca.pem
        }
        authority ours; authority theirs
        signed ours daemon IP:127.0.0.1; signed ours elsewhere DNS:docker.example.org
        signed ours client DNS:client; signed theirs stranger DNS:stranger; signed theirs impostor IP:127.0.0.1
        mkdir nameless empty; cp ours.pem nameless/ca.pem
        """;

    private Path directory;
    private HttpsServer daemon;
    private HttpsServer elsewhere;
    private HttpsServer impostor;

    @BeforeAll
    void start(@TempDir Path own) throws IOException, InterruptedException {
        directory = own;
        Process openssl = new ProcessBuilder("sh", "-ec", CERTIFICATES).directory(own.toFile()).redirectErrorStream(true).start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, openssl.waitFor(), said);
        daemon = listen("daemon");
        elsewhere = listen("elsewhere");
        impostor = listen("impostor");
    }

    @AfterAll
    void stop() {
        List.of(daemon, elsewhere, impostor).forEach(server -> server.stop(0));
    }

    @Test
    void showsItsCertificateToADaemonThatItKnows() throws IOException {
        try (DockerEngine engine = DockerEngine.at(address(daemon, "client"))) {
            assertEquals(List.of(), engine.containers());
        }
    }

    @Test
    void isNotLetInWithoutOneOfTheDaemonsAuthority() throws IOException {
        refuses(daemon, "stranger");
        refuses(daemon, "nameless");
    }

    @Test
    void believesNoDaemonOfAnotherAuthorityOrName() throws IOException {
        refuses(impostor, "client");
        refuses(elsewhere, "client");
    }

    @Test
    void saysWhichCertificatesCannotBeUsed() throws IOException {
        String message = refuses(daemon, "empty");

        assertTrue(message.contains(": the certificates in " + directory.resolve("empty") + " cannot be used: ")
            && message.contains(": DOCKER_CERT_PATH names a folder with ca.pem, cert.pem and key.pem"), message);
    }

    @Test
    void looksForCertificatesWhereDockerDoes() throws TargetNotFoundException {
        Map<String, String> tcp = Map.of("DOCKER_HOST", "tcp://127.0.0.1:2376", "DOCKER_CERT_PATH", "/certificates");

        assertTrue(DockerAddress.of(tcp).certificates().isEmpty());
        assertEquals(Path.of("/configuration"), DockerAddress.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:2376", "DOCKER_TLS_VERIFY", "1",
            "DOCKER_CONFIG", "/configuration")).certificates().orElseThrow());
        assertEquals(Path.of(System.getProperty("user.home"), ".docker"), DockerAddress.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:2376",
            "DOCKER_TLS_VERIFY", "1")).certificates().orElseThrow());
        assertTrue(DockerAddress.of(Map.of("DOCKER_TLS_VERIFY", "1")).certificates().isEmpty(), "a Unix socket has none");
    }

    private String refuses(HttpsServer server, String client) throws IOException {
        try (DockerEngine engine = DockerEngine.at(address(server, client))) {
            return assertThrows(TargetNotFoundException.class, engine::containers).getMessage();
        }
    }

    private DockerAddress address(HttpsServer server, String client) throws TargetNotFoundException {
        return DockerAddress.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + server.getAddress().getPort(), "DOCKER_TLS_VERIFY", "1",
            "DOCKER_CERT_PATH", directory.resolve(client).toString()));
    }

    private HttpsServer listen(String name) throws IOException {
        Path folder = directory.resolve(name);
        SSLContext context = Pem.context(Optional.of(Pem.own(folder.resolve("cert.pem"), folder.resolve("key.pem"))),
            Optional.of(Pem.trusted(directory.resolve("ours.pem"))));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/containers/json", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'[', ']'});
            exchange.close();
        });
        server.start();
        return server;
    }
}
