package io.nofin.config;

import io.nofin.unit.BadValueException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which certificates of clients are accepted, and what those may do who have them.
 *
 * @param authority   the PEM file of those whose signature a certificate must have
 * @param readers     the names in certificates that may read, and change nothing
 * @param operators   the names that may do everything
 * @param anyOperator whether every other name may do everything, too
 * @param revoked     the serial numbers of those that are accepted no more
 * @param crl         the file with certificate revocation lists, PEM or DER, of the authorities; see RFC 5280
 */
public record ClientCertificates(Path authority, List<String> readers, List<String> operators, boolean anyOperator,
        List<BigInteger> revoked, Optional<Path> crl) {

    public ClientCertificates {
        readers = List.copyOf(readers);
        operators = List.copyOf(operators);
        revoked = List.copyOf(revoked);
        if (readers.isEmpty() && operators.isEmpty() && !anyOperator) {
            throw new BadValueException("client-ca alone lets nobody in: no certificate has a role",
                "add operators: [NAME], readers: [NAME], or operators: any for all that client-ca has signed");
        }
        List<String> both = readers.stream().filter(operators::contains).toList();
        if (!both.isEmpty()) {
            throw new BadValueException("both a reader and an operator: " + String.join(", ", both), "keep one of them");
        }
    }
}
