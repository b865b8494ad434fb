package io.nofin.unit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address with a prefix length, in CIDR notation: {@code 10.0.0.0/8}, {@code fd00::1/128}. Host bits are zero. */
public record IpNetwork(InetAddress address, int prefixLength) {

    /** The form of an address; it keeps host names from ever reaching the resolver. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    public IpNetwork {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new BadValueException("not a prefix length: " + prefixLength, "write a number between 0 and " + bits);
        }
        if (!address.equals(masked(address, prefixLength))) {
            throw new BadValueException("host bits are set", "write " + IpAddresses.text(masked(address, prefixLength))
                + "/" + prefixLength + ", or leave the prefix out to mean the one address");
        }
    }

    /** Returns the network of exactly one address. */
    public static IpNetwork of(InetAddress address) {
        return new IpNetwork(withoutScope(address), address.getAddress().length * Byte.SIZE);
    }

    /** Returns every address of a family, as two halves: {@code hash:net} sets do not take a prefix of zero; see ipset(8). */
    public static List<IpNetwork> everyone(IpFamily family) {
        return family == IpFamily.IPV4
            ? List.of(parse("0.0.0.0/1"), parse("128.0.0.0/1"))
            : List.of(parse("::/1"), parse("8000::/1"));
    }

    /**
     * Parses an address or a CIDR; never asks a resolver.
     *
     * @throws BadValueException when it is neither, or host bits are set
     */
    public static IpNetwork parse(String text) {
        return tryParse(text).orElseThrow(() -> new BadValueException(
            "not an address or CIDR: " + Quoted.of(text), "write for example 10.0.0.1, 10.0.0.0/8 or fd00::/8"));
    }

    /**
     * Parses an address or a CIDR; empty when {@code text} does not look like an address at all, so that it may be a name.
     *
     * @throws BadValueException when it looks like one, but its numbers are wrong or host bits are set
     */
    public static Optional<IpNetwork> tryParse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!ADDRESS.matcher(address).matches()) {
            return Optional.empty();
        }
        InetAddress parsed = literal(address);
        if (slash < 0) {
            return Optional.of(of(parsed));
        }
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new BadValueException("not a prefix length: " + Quoted.of(prefix), "write for example 10.0.0.0/8");
        }
        return Optional.of(new IpNetwork(parsed, Integer.parseInt(prefix)));
    }

    public IpFamily family() {
        return IpFamily.of(address.getAddress());
    }

    public boolean isSingleAddress() {
        return prefixLength == family().bits();
    }

    /** Returns whether any address is in both. */
    public boolean overlaps(IpNetwork other) {
        return family() == other.family() && (prefixLength <= other.prefixLength
            ? address.equals(masked(other.address, prefixLength)) : other.address.equals(masked(address, other.prefixLength)));
    }

    /** Returns the narrowest network that contains all of some networks of one family; empty when there are none. */
    public static Optional<IpNetwork> around(List<IpNetwork> networks) {
        return networks.stream().reduce((one, other) -> {
            byte[] bytes = one.address.getAddress();
            byte[] others = other.address.getAddress();
            int differing = Arrays.mismatch(bytes, others);
            int common = differing < 0 ? bytes.length * Byte.SIZE
                : differing * Byte.SIZE + Integer.numberOfLeadingZeros((bytes[differing] ^ others[differing]) & 0xff) - (Integer.SIZE - Byte.SIZE);
            int prefix = Math.min(common, Math.min(one.prefixLength, other.prefixLength));
            return new IpNetwork(masked(one.address, prefix), prefix);
        });
    }

    /** Returns CIDR notation (RFC 4632, RFC 5952), without the prefix for a single address. */
    @Override
    public String toString() {
        String digits = IpAddresses.text(address);
        return isSingleAddress() ? digits : digits + "/" + prefixLength;
    }

    private static InetAddress literal(String text) {
        return IpAddresses.parse(text).orElseThrow(() ->
            new BadValueException("not an address: " + Quoted.of(text), "write for example 10.0.0.1 or fd00::1"));
    }

    private static InetAddress masked(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int bit = Math.max(0, prefixLength); bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return fromBytes(bytes);
    }

    private static InetAddress withoutScope(InetAddress address) {
        return fromBytes(address.getAddress());
    }

    private static InetAddress fromBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes: length=" + bytes.length, e);
        }
    }
}
