package io.nofin.server;

import io.nofin.api.ErrorKind;
import io.nofin.config.ClientCertificates;
import io.nofin.server.Caller.Role;
import io.nofin.unit.Quoted;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Identifies clients by their certificates, which TLS has verified already: the single CN of the subject is the name, and the
 * configuration assigns it a role. A certificate without a name or role, or a revoked one, identifies nobody.
 */
final class CertificateHolders {

    private static final String NAME = "certificate:";

    private final Certificates certificates;
    private final ClientCertificates accepted;
    private final Path config;

    /** @param config the file to name in messages */
    CertificateHolders(Certificates certificates, ClientCertificates accepted, Path config) {
        this.certificates = certificates;
        this.accepted = accepted;
        this.config = config;
    }

    /** @throws ApiError when the certificate belongs to no client */
    Caller find(X509Certificate[] chain) {
        certificates.refresh();
        Certificates.LoadedCertificates now = certificates.loaded();
        if (!now.trusts(chain)) {
            throw ApiError.of(ErrorKind.UNAUTHORIZED, "this certificate is no longer trusted", "use one that is valid, and signed by the client-ca");
        }
        revocation(chain, now.revocations()).ifPresent(reason -> {
            throw ApiError.of(ErrorKind.UNAUTHORIZED, reason, "use another certificate");
        });
        String name = commonName(chain[0]).orElseThrow(
            () -> ApiError.of(ErrorKind.UNAUTHORIZED, "this certificate has no name", "use one whose subject has one CN"));
        if (accepted.readers().contains(name)) {
            return new Caller(NAME + name, Role.READER, false, false);
        }
        if (accepted.anyOperator() || accepted.operators().contains(name)) {
            return new Caller(NAME + name, Role.OPERATOR, false, false);
        }
        throw ApiError.of(ErrorKind.FORBIDDEN, "the certificate of " + Quoted.of(name) + " has no role",
            "add it to operators or readers of this listener in " + config + ", and restart the agent");
    }

    /** Returns why a certificate is no longer accepted. Where there are revocation lists, one of its issuer must be current. */
    private Optional<String> revocation(X509Certificate[] chain, List<X509CRL> lists) {
        for (int i = 0; i < chain.length; i++) {
            X509Certificate certificate = chain[i];
            List<X509CRL> ofIssuer = lists.stream().filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())).toList();
            if (accepted.revoked().contains(certificate.getSerialNumber()) || ofIssuer.stream().anyMatch(list -> list.isRevoked(certificate))) {
                return Optional.of("this certificate was revoked");
            }
            if (i == 0 && !lists.isEmpty() && ofIssuer.stream().noneMatch(list -> list.getNextUpdate() == null || list.getNextUpdate().after(new Date()))) {
                return Optional.of("whether this certificate was revoked is unknown: the revocation list of its issuer is missing or expired");
            }
        }
        return Optional.empty();
    }

    /** Returns the common name; empty when the subject has none, a blank one, one with invisible characters, or more than one. */
    private static Optional<String> commonName(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                Attribute attribute = part.toAttributes().get("CN");
                for (NamingEnumeration<?> values = attribute == null ? null : attribute.getAll(); values != null && values.hasMore();) {
                    names.add(String.valueOf(values.next()));
                }
            }
        } catch (InvalidNameException e) {
            return Optional.empty();
        } catch (NamingException e) {
            throw new IllegalStateException("values of a name are in memory", e);
        }
        return names.size() == 1 && !names.get(0).isBlank() && Quoted.isPlain(names.get(0)) ? Optional.of(names.get(0)) : Optional.empty();
    }
}
