package io.nofin.server;

import io.nofin.config.AgentConfig;
import io.nofin.config.ClientCertificates;
import io.nofin.tls.Pem;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's certificate, the authorities of its clients' certificates, and revocation lists: PEM files, which are read again when
 * one of them changes. Invalid files are logged, and the earlier ones stay in force until they are repaired. Thread-safe.
 */
final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final AgentConfig.Tls files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private Map<Path, FileStamp> stamps;
    private volatile LoadedCertificates loaded;

    /**
     * The content of the files when they were read.
     *
     * @param trust the authorities of clients; empty when clients have no certificates
     */
    record LoadedCertificates(SSLContext tls, Optional<X509ExtendedTrustManager> trust, List<X509CRL> revocations) {

        /** Returns whether TLS would accept the chain now. The connection may have been made when other authorities were trusted. */
        boolean trusts(X509Certificate[] chain) {
            try {
                chain[0].checkValidity();
                trust.orElseThrow().checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }
    }

    private Certificates(AgentConfig.Tls files) {
        this.files = files;
    }

    /** @throws BadValueException when a file is missing or invalid, or other users may change it */
    static Certificates read(AgentConfig.Tls files) throws IOException {
        Certificates certificates = new Certificates(files);
        certificates.stamps = certificates.look();
        certificates.loaded = certificates.load();
        certificates.context.setSslContext(certificates.loaded.tls);
        return certificates;
    }

    /**
     * Returns the TLS context for a connector.
     *
     * @param orTokens whether clients may come without a certificate
     */
    SslContextFactory.Server context(boolean orTokens) {
        context.setNeedClientAuth(files.clients().isPresent() && !orTokens);
        context.setWantClientAuth(files.clients().isPresent() && orTokens);
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setRenegotiationAllowed(false);
        return context;
    }

    LoadedCertificates loaded() {
        return loaded;
    }

    /** Reads the files again if one has changed. Later connections use them. */
    synchronized void refresh() {
        Map<Path, FileStamp> now;
        try {
            now = look();
        } catch (IOException e) {
            now = Map.of();             // one is missing, perhaps being replaced
        }
        if (now.equals(stamps)) {
            return;
        }
        stamps = now;
        try {
            look();
            LoadedCertificates next = load();
            context.reload(changed -> changed.setSslContext(next.tls));
            loaded = next;
            LOG.info("the certificates of {} were read again", files.certificate());
        } catch (Exception e) {         // Jetty declares no narrower type
            LOG.error("the certificates of {} were changed, and the earlier ones stay in force: {}", files.certificate(), e.getMessage());
        }
    }

    private Map<Path, FileStamp> look() throws IOException {
        Map<Path, FileStamp> found = new HashMap<>();
        for (Path file : all()) {
            found.put(file, FileStamp.of(file));
        }
        return found;
    }

    private List<Path> all() {
        List<Path> all = new ArrayList<>(List.of(files.certificate(), files.key()));
        files.clients().map(ClientCertificates::authority).ifPresent(all::add);
        files.clients().flatMap(ClientCertificates::crl).ifPresent(all::add);
        return all;
    }

    private LoadedCertificates load() throws IOException {
        for (Path file : all()) {
            TrustedFile.check(file, file.equals(files.key()));
        }
        try {
            X509ExtendedKeyManager own = Pem.own(files.certificate(), files.key());
            Optional<X509ExtendedTrustManager> trust = files.clients().isEmpty() ? Optional.empty()
                : Optional.of(Pem.trusted(files.clients().get().authority()));
            List<X509CRL> revocations = new ArrayList<>();
            if (files.clients().flatMap(ClientCertificates::crl).isPresent()) {
                revocations = revocations(files.clients().orElseThrow().crl().orElseThrow(), trust.orElseThrow());
            }
            return new LoadedCertificates(Pem.context(Optional.of(own), trust), trust, revocations);
        } catch (IOException e) {
            throw new BadValueException("the certificates of " + files.certificate() + " cannot be used: " + e.getMessage(),
                "write PEM: a certificate with its chain, its key without a password, the clients' authority");
        }
    }

    /** Reads the revocation lists; each must be signed by one of the authorities. */
    private static List<X509CRL> revocations(Path file, X509ExtendedTrustManager trust) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509CRL> lists = CertificateFactory.getInstance("X.509").generateCRLs(in).stream().map(X509CRL.class::cast).toList();
            if (lists.isEmpty()) {
                throw new BadValueException("no revocation list in " + file, "create one with openssl ca -gencrl");
            }
            for (X509CRL list : lists) {
                X509Certificate issuer = List.of(trust.getAcceptedIssuers()).stream()
                    .filter(authority -> authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())).findFirst()
                    .orElseThrow(() -> new BadValueException("the revocation list " + file + " is of " + list.getIssuerX500Principal()
                        + ", which is not in client-ca", "use a list of one of its authorities"));
                list.verify(issuer.getPublicKey());
            }
            return lists;
        } catch (GeneralSecurityException e) {
            throw new BadValueException("the revocation list " + file + " cannot be used: " + e.getMessage(), "write PEM or DER, signed by client-ca");
        }
    }
}
