package io.nofin.dns;

import io.nofin.unit.IpAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of a hosts(5) file. Lines that are none are passed over, as C libraries do. */
record HostsFile(String text) {

    private static final String LOCALHOST = "localhost";

    /** Returns the addresses of all lines that have the name, in any case; those of localhost without a line are the loopback's (RFC 6761). */
    List<InetAddress> addresses(String name) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.replaceFirst("#.*", "").trim().split("\\s+");
            if (Arrays.stream(words).skip(1).anyMatch(name::equalsIgnoreCase)) {
                withoutScope(words[0]).ifPresent(addresses::add);
            }
        }
        return addresses.isEmpty() && isLocalhost(name) ? loopback() : addresses.stream().distinct().toList();
    }

    /** Returns an address whose interface, as in {@code fe80::1%eth0}, is left out: a peer is the address. */
    private static Optional<InetAddress> withoutScope(String address) {
        return IpAddresses.parse(address.replaceFirst("%.*", ""));
    }

    private static boolean isLocalhost(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(LOCALHOST) || lower.endsWith("." + LOCALHOST);
    }

    private static List<InetAddress> loopback() {
        return Stream.of("127.0.0.1", "::1").flatMap(address -> IpAddresses.parse(address).stream()).toList();
    }
}
