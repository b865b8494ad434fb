package io.nofin.plan;

import io.nofin.scenario.Side;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells one run's chains and sets from another's: six characters, drawn at random.
 *
 * <pre>
 *   NOFIN-k3f9q2-out         the run's chain, jumped to from position 1 of the built-in one
 *   NOFIN-k3f9q2-1-out       its first fault's chain: one rule, behind the gate
 *   NOFIN-k3f9q2-past-out    the way of packets that its queue engine has sent
 *   NOFIN-k3f9q2-1-pick      the chain that decides on a connection, with -hit and -seen
 *   nofin-k3f9q2-1-4         that fault's gate for IPv4
 *   nofin-k3f9q2-1-h4        the connections that it hits, of those it has decided on: nofin-k3f9q2-1-s4
 * </pre>
 */
public record RunId(String value) {

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";     // no l, o, 0, 1
    private static final int LENGTH = 6;
    private static final String CHAIN_PREFIX = "NOFIN-";
    private static final String SET_PREFIX = "nofin-";
    private static final Pattern CHAIN = Pattern.compile("NOFIN-([a-z0-9]{6})(?:(?:-(\\d{1,9})|-past)?-(?:in|out)|-\\d{1,9}-(?:pick|hit|seen))");
    private static final Pattern ANY_SET = Pattern.compile("nofin-([a-z0-9]{6})-\\d{1,9}-[hs]?[46]");
    private static final Pattern SET = Pattern.compile("nofin-([a-z0-9]{6})-(\\d{1,9})-([46])");

    public RunId {
        if (!value.matches("[a-z0-9]{6}")) {
            throw new IllegalArgumentException("a run's id has six characters of a-z and 0-9: id=" + value);
        }
    }

    public static RunId draw() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RunId(id.toString());
    }

    /** Returns whether a chain was made by any run of nofin. */
    public static boolean isOurChain(String name) {
        return CHAIN.matcher(name).matches();
    }

    /** Returns whether a set was made by any run of nofin. */
    public static boolean isOurSet(String name) {
        return ANY_SET.matcher(name).matches();
    }

    /** Returns the run and fault number in a gate's name; empty when it is not one of ours. */
    public static Optional<GateName> parseSet(String name) {
        Matcher set = SET.matcher(name);
        return set.matches()
            ? Optional.of(new GateName(new RunId(set.group(1)), Integer.parseInt(set.group(2))))
            : Optional.empty();
    }

    /** Returns the run and fault number in the name of a fault's chain; empty when it is not one. */
    public static Optional<GateName> parseFaultChain(String name) {
        Matcher chain = CHAIN.matcher(name);
        return chain.matches() && chain.group(2) != null
            ? Optional.of(new GateName(new RunId(chain.group(1)), Integer.parseInt(chain.group(2))))
            : Optional.empty();
    }

    /** Returns whether a chain belongs to this run. */
    public boolean ownsChain(String name) {
        return isOurChain(name) && name.startsWith(CHAIN_PREFIX + value + "-");
    }

    /** Returns whether a set belongs to this run. */
    public boolean ownsSet(String name) {
        return isOurSet(name) && name.startsWith(SET_PREFIX + value + "-");
    }

    String chain(Side side) {
        return CHAIN_PREFIX + value + "-" + side.word();
    }

    String pastChain(Side side) {
        return CHAIN_PREFIX + value + "-past-" + side.word();
    }

    /**
     * Returns the name of a chain that decides on connections.
     *
     * @param part pick, hit or seen
     */
    String connectionChain(int fault, String part) {
        return CHAIN_PREFIX + value + "-" + fault + "-" + part;
    }

    String setPrefix(int fault) {
        return SET_PREFIX + value + "-" + fault + "-";
    }

    String faultChain(int fault, Side side) {
        return CHAIN_PREFIX + value + "-" + fault + "-" + side.word();
    }

    @Override
    public String toString() {
        return value;
    }

    /** The run and number of a fault; the first fault has number 1. */
    public record GateName(RunId run, int fault) {
    }
}
