package io.nofin.unit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Parses and prints addresses as people write them. Never asks a resolver. */
public final class IpAddresses {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int GROUPS = 8;

    private IpAddresses() {
    }

    /** Reads {@code 10.0.0.1} or {@code fd00::1}; empty for any other text. IPv4 mapped into IPv6 is IPv4. */
    public static Optional<InetAddress> parse(String text) {
        try {
            if (IPV4.matcher(text).matches()) {
                return Optional.of(InetAddress.getByName(text));
            }
            return IPV6.matcher(text).matches() ? Optional.of(InetAddress.getByName("[" + text + "]")) : Optional.empty();
        } catch (UnknownHostException e) {          // colons, but not an address: text in brackets is never looked up as a name
            return Optional.empty();
        }
    }

    /** Returns dotted decimal, or RFC 5952: lower case, and the first of the longest runs of zeros as two colons. No scope. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IpFamily.IPV4.bytes()) {
            return address.getHostAddress();
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(i * Short.BYTES));
        }
        int start = 0;
        int length = 1;                             // a single zero is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(groups, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return length == 1 ? joined(groups, 0, GROUPS) : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String joined(int[] groups, int from, int to) {
        StringJoiner joined = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            joined.add(Integer.toHexString(groups[i]));
        }
        return joined.toString();
    }
}
