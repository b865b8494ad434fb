package io.nofin.dns;

import io.nofin.unit.IpAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/** The names of a hosts(5) file. Lines that are none are passed over, as C libraries do. */
record HostsFile(String text) {

    private static final String LOCALHOST = "localhost";
    private static final int MOST_ADDRESSES = 1_024;

    /**
     * Returns the addresses of the lines that have the name, in any case, up to {@value #MOST_ADDRESSES}; those of localhost without a line are
     * the loopback's (RFC 6761). Looks at one word at a time: a file may be of a million lines, and a line of as many words.
     */
    List<InetAddress> addresses(String name) {
        List<InetAddress> addresses = text.lines().flatMap(line -> address(line, name).stream()).distinct().limit(MOST_ADDRESSES).toList();
        return addresses.isEmpty() && isLocalhost(name) ? loopback() : addresses;
    }

    private static Optional<InetAddress> address(String line, String name) {
        int comment = line.indexOf('#');
        StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        String first = words.hasMoreTokens() ? words.nextToken() : "";
        while (words.hasMoreTokens()) {
            if (words.nextToken().equalsIgnoreCase(name)) {
                return withoutScope(first);
            }
        }
        return Optional.empty();
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
