package io.nofin.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that openssl(1) makes. */
class PemTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "openssl genpkey -algorithm RSA -out key,                                   PRIVATE KEY,     SHA256withRSA",
        "openssl genrsa -traditional -out key 2048,                                 RSA PRIVATE KEY, SHA256withRSA",
        "openssl genrsa -traditional -out key 4096,                                 RSA PRIVATE KEY, SHA256withRSA",
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key,   PRIVATE KEY,     SHA256withECDSA",
        "openssl ecparam -name prime256v1 -genkey -noout -out key,                  EC PRIVATE KEY,  SHA256withECDSA",
        "openssl ecparam -name secp384r1 -genkey -out key,                          EC PRIVATE KEY,  SHA256withECDSA",
        "openssl ecparam -name secp521r1 -genkey -noout -out key,                   EC PRIVATE KEY,  SHA256withECDSA",
        "openssl genpkey -algorithm ED25519 -out key,                               PRIVATE KEY,     EdDSA"})
    void readsKeysThatBelongToTheirCertificates(String command, String kind, String algorithm) throws Exception {
        sh(command + "; openssl req -x509 -new -key key -subj /CN=own -days 2 -out own.pem");

        assertTrue(Files.readString(file("key")).contains("BEGIN " + kind + "-----"));
        assertTrue(signs(Pem.key(file("key")), Pem.certificates(file("own.pem")).get(0), algorithm));
        assertNotNull(Pem.context(Optional.of(Pem.own(file("own.pem"), file("key"))), Optional.of(Pem.trusted(file("own.pem")))));
    }

    @Test
    void readsAllCertificatesOfAFile() throws Exception {
        sh("for n in a b c; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=$n -keyout $n.key; done >all");

        assertEquals(3, Pem.certificates(file("all")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl genpkey -algorithm RSA -aes256 -pass pass:x -out key", "openssl genrsa -traditional -aes256 -passout pass:x -out key",
        "openssl genpkey -algorithm X25519 -out key", ": >key", "printf -- '-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\\n' >key",
        "printf -- '-----BEGIN EC PRIVATE KEY-----\\nMIIB\\n-----END EC PRIVATE KEY-----\\n' >key",
        "printf -- '-----BEGIN RSA PRIVATE KEY-----\\nMIIB\\n-----END RSA PRIVATE KEY-----\\n' >key"})
    void saysThatAKeyCannotBeUsed(String command) throws Exception {
        sh(command + "; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=own -keyout other.key -out own.pem");

        String message = assertThrows(IOException.class, () -> Pem.own(file("own.pem"), file("key"))).getMessage();

        assertTrue(message.contains("key"), message);
    }

    @Test
    void saysThatThereIsNoCertificate() throws Exception {
        Files.writeString(file("none"), "");
        Files.writeString(file("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThrows(IOException.class, () -> Pem.trusted(file("none")));
        assertThrows(IOException.class, () -> Pem.trusted(file("broken")));
        assertThrows(IOException.class, () -> Pem.trusted(file("missing")));
    }

    private static boolean signs(PrivateKey key, Certificate certificate, String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update((byte) 1);
        return signature.verify(signed);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void sh(String commands) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-ec", commands).directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        shell.getInputStream().readAllBytes();
        assertEquals(0, shell.waitFor(), commands);
    }
}
