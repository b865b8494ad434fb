package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import java.util.regex.Pattern;

/** The other end of a fault. */
public sealed interface Peer {

    /** Selects all addresses of a target of the same scenario. */
    record Target(String name) implements Peer {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Selects an address or a CIDR. */
    record Network(IpNetwork network) implements Peer {
        @Override
        public String toString() {
            return network.toString();
        }
    }

    /** Selects all A and AAAA records of a name. */
    record HostName(String name) implements Peer {

        /** Matches names of RFC 1123, with the underscores of Docker and SRV names. A last label of digits would be an address. */
        private static final Pattern VALID = Pattern.compile(
            "(?=.{1,254}$)(?!(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?$)(?:LABEL\\.)*LABEL\\.?"
                .replace("LABEL", "(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"));

        public HostName {
            if (!VALID.matcher(name).matches()) {
                throw new BadValueException("not an address or a host name: " + Quoted.of(name),
                    "write for example 10.0.0.1, 10.0.0.0/8, fd00::1 or db.example.org");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
