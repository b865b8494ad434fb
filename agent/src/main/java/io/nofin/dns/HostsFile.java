package io.nofin.dns;

import io.nofin.unit.IpAddresses;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/** The names of a hosts(5) file. Lines that are none are passed over, as C libraries do. */
record HostsFile(String text) {

    private static final String LOCALHOST = "localhost";
    private static final int MOST_ADDRESSES = 1_024;

    /**
     * Returns the addresses of the lines that have the name, in any case, up to {@value #MOST_ADDRESSES}; those of localhost without a line are
     * the loopback's (RFC 6761). Takes apart lines with the name in them only, a word at a time: a file may be of a million lines, or of one.
     */
    List<InetAddress> addresses(String name) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        String lower = text.toLowerCase(Locale.ROOT);
        String wanted = name.toLowerCase(Locale.ROOT);
        int end = 0;
        for (int at = lower.indexOf(wanted); at >= 0 && addresses.size() < MOST_ADDRESSES; at = lower.indexOf(wanted, end)) {
            int next = lower.indexOf('\n', at);
            end = next < 0 ? lower.length() : next;
            address(lower.substring(lower.lastIndexOf('\n', at) + 1, end), wanted).ifPresent(addresses::add);
        }
        return addresses.isEmpty() && isLocalhost(name) ? loopback() : List.copyOf(addresses);
    }

    private static Optional<InetAddress> address(String line, String name) {
        int comment = line.indexOf('#');
        StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        String first = words.hasMoreTokens() ? words.nextToken() : "";
        while (words.hasMoreTokens()) {
            if (words.nextToken().equals(name)) {
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
