package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS, with certificates that openssl(1) makes. */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentTlsTest {

    private static final String CERTIFICATES = TlsClients.FUNCTIONS + """
        revocations() { openssl ca -config ca.cnf -gencrl -out $1.crl.new && mv $1.crl.new $1.crl; }
        printf '[ca]\ndefault_ca=ca\n[ca]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=2\ncertificate=ours.pem\nprivate_key=ours.key\n' >ca.cnf
        """;
    private static final String FIRST = """
        touch index; echo 01 >number
        authority ours; authority theirs; authority next; signed ours server
        for name in ci eye guest left late; do signed ours $name; done; signed ours blank " "
        signed theirs stranger; signed next newcomer; signed next replaced
        revocations ours
        """;

    private Path directory;
    private World world;
    private AgentProcess agent;

    @BeforeAll
    void start(@TempDir Path own) throws IOException {
        directory = own;
        world = World.start(directory);
        world.sh(CERTIFICATES + FIRST);
        String serial = world.sh("openssl x509 -noout -serial -in left.pem").strip().replace("serial=", "");
        agent = AgentProcess.start(world, "listen: [{ address: \"0.0.0.0:7443\", certificate: " + file("server.pem") + ", key: " + file("server.key")
            + ", client-ca: " + file("ours.pem") + ", operators: [ci, left, late, newcomer, ' '], readers: [eye], revoked: [" + serial + "], crl: " + file("ours.crl") + " }]");
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

        assertEquals(2, agent.audit().stream().filter(line -> line.contains("\"who\":\"certificate:ci\"")).count(), "an intent and its outcome");
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

    @Test
    void refusesWhoHasNoRoleOrNoName() throws IOException {
        Http.Reply guest = as(Optional.of("guest")).get("/v1/version").is(403);
        assertEquals("the certificate of 'guest' has no role", guest.json().get("error").asText());
        assertEquals("add it to operators or readers of this listener in " + file("nofin.yaml") + ", and restart the agent", guest.json().get("hint").asText());
        as(Optional.of("blank")).get("/v1/version").is(401);
    }

    @Test
    void refusesMethodsInHeadersToReadersByCertificate() throws IOException {
        for (String override : new String[] {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"}) {
            as(Optional.of("eye")).with(override, "POST").get("/v1/status").is(400);
        }
    }

    @Test
    void refusesCertificatesThatWereRevoked() throws IOException {
        assertEquals("this certificate was revoked", as(Optional.of("left")).get("/v1/version").is(401).json().get("error").asText());
    }

    @Test
    void readsTheRevocationListAgainWhenItChanges() throws Exception {
        as(Optional.of("late")).get("/v1/version").is(200);

        world.sh(CERTIFICATES + "openssl ca -config ca.cnf -revoke late.pem; revocations ours");

        as(Optional.of("late")).get("/v1/version").is(401);
        as(Optional.of("ci")).get("/v1/version").is(200);
    }

    @Test
    void readsItsCertificateAndTheClientsAuthorityAgainWhenTheyChange() throws Exception {
        assertThrows(IOException.class, () -> as(Optional.of("newcomer")).get("/v1/version"));

        world.sh("cat ours.pem next.pem >both.pem; cp ours.pem ours.kept; mv both.pem ours.pem");
        Wait.until("its clients' authorities are read again", () -> {
            try {
                return as(Optional.of("newcomer")).get("/v1/version").status() == 401;      // no revocation list of that authority
            } catch (IOException refused) {
                return false;
            }
        });
        world.sh("mv server.pem server.kept; echo nothing >server.pem");
        as(Optional.of("ci")).get("/v1/version").is(200);
        world.sh("cp server.kept server.pem; cp ours.kept ours.pem");
        Wait.until("they are as they were", () -> {
            try {
                as(Optional.of("newcomer")).get("/v1/version");
                return false;
            } catch (IOException refused) {
                return true;
            }
        });
    }

    private Http as(Optional<String> name) throws IOException {
        return new TlsClients(world, 7443, "ours").as(name);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
