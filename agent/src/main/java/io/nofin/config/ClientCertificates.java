package io.nofin.config;

import io.nofin.unit.BadValueException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The accepted client certificates, and the roles of their holders.
 *
 * @param authority   the PEM file of the authorities that must have signed a certificate
 * @param readers     the names in certificates whose holders may only read
 * @param operators   the names in certificates whose holders may do everything
 * @param anyOperator whether holders of every other name may do everything, too
 * @param revoked     the serial numbers of revoked certificates
 * @param crl         the file with certificate revocation lists of the authorities, PEM or DER; see RFC 5280
 */
public record ClientCertificates(Path authority, List<String> readers, List<String> operators, boolean anyOperator,
        List<BigInteger> revoked, Optional<Path> crl) {

    public ClientCertificates {
        readers = List.copyOf(readers);
        operators = List.copyOf(operators);
        revoked = List.copyOf(revoked);
        if (readers.isEmpty() && operators.isEmpty() && !anyOperator) {
            throw new BadValueException("client-ca alone admits no client: no certificate has a role",
                "add operators: [NAME], readers: [NAME], or operators: any for all that client-ca has signed");
        }
        List<String> both = readers.stream().filter(operators::contains).toList();
        if (!both.isEmpty()) {
            throw new BadValueException("both a reader and an operator: " + String.join(", ", both), "keep one of them");
        }
    }
}
