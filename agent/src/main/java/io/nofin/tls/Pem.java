package io.nofin.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Reads certificates and private keys as openssl(1) writes them (RFC 7468): keys of RSA, elliptic curves and EdDSA in PKCS #8, and
 * those in the older forms {@code RSA PRIVATE KEY} (PKCS #1) and {@code EC PRIVATE KEY} (SEC 1); none with a password.
 */
public final class Pem {

    private static final Pattern KEY = Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    private Pem() {
    }

    /**
     * Creates the TLS context of one side of a connection.
     *
     * @param own     this side's certificate and key; empty for none
     * @param trusted the authorities whose peers are trusted; empty for those that the JVM trusts
     */
    public static SSLContext context(Optional<X509ExtendedKeyManager> own, Optional<X509ExtendedTrustManager> trusted) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.stream().toArray(KeyManager[]::new), trusted.map(one -> new TrustManager[] {one}).orElse(null), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads the authorities to trust: every peer whose certificate one of the certificates in a file vouches for is trusted. */
    public static X509ExtendedTrustManager trusted(Path certificates) throws IOException {
        try {
            KeyStore store = empty();
            for (Certificate certificate : certificates(certificates)) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
            trusted.init(store);
            return (X509ExtendedTrustManager) trusted.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + ": " + e.getMessage(), e);
        }
    }

    /** Reads one side's identity: its certificate, the ones between it and the authority behind it, and its key. */
    public static X509ExtendedKeyManager own(Path chain, Path key) throws IOException {
        try {
            KeyStore store = empty();
            store.setKeyEntry("own", key(key), NO_PASSWORD, certificates(chain).toArray(Certificate[]::new));
            KeyManagerFactory own = KeyManagerFactory.getInstance("SunX509");
            own.init(store, NO_PASSWORD);
            return (X509ExtendedKeyManager) own.getKeyManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(chain + ", " + key + ": " + e.getMessage(), e);
        }
    }

    /** Reads all certificates of a file, at least one, in its order. */
    public static List<Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> certificates = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new IOException(file + " has no certificate");
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the first private key of a file. */
    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher key = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!key.find()) {
            throw new IOException(file + " has no private key without a password");
        }
        byte[] der = Base64.getMimeDecoder().decode(key.group(2));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(switch (key.group(1)) {
            case "RSA " -> Der.pkcs8OfRsa(der);
            case "EC " -> Der.pkcs8OfEc(der);
            default -> der;
        });
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // The key is of another algorithm.
            }
        }
        throw new IOException(file + ": not a key of " + String.join(", ", ALGORITHMS));
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
