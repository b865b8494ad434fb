package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port that a probe connects to.
 *
 * @param host a target, a host name or an address, without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final Pattern NOTATION = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\[\\]:]+)):(\\d{1,5})");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    public Endpoint {
        PortSet.checkPort(port);
    }

    /**
     * Parses {@code host:port} where no targets can be meant.
     *
     * @throws BadValueException when the text is not of that form, or the host is not valid
     */
    public static Endpoint parse(String text) {
        return parse(text, new TargetTable(false));
    }

    /** @throws BadValueException when the text is not {@code host:port}, or the host is not valid */
    static Endpoint parse(String text, TargetTable targetTable) {
        int colon = text.lastIndexOf(':');
        Optional<String> target = text.indexOf(':') < colon ? targetTable.named(text.substring(0, colon)) : Optional.empty();
        if (target.isPresent() && PORT.matcher(text.substring(colon + 1)).matches()) {
            return new Endpoint(target.get(), Integer.parseInt(text.substring(colon + 1)));
        }
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw new BadValueException("not a host and a port: " + Quoted.of(text),
                "write for example redis:6379, 10.0.0.1:6379 or [fd00::1]:6379");
        }
        int port = PortSet.checkPort(Integer.parseInt(notation.group(3)));
        if (notation.group(1) != null) {
            return new Endpoint(IpNetwork.parse(notation.group(1)).toString(), port);
        }
        String host = notation.group(2);
        if (!targetTable.contains(host) && IpNetwork.tryParse(host).isEmpty()) {
            new Peer.HostName(PeerReader.checkNotMistyped(host, targetTable));
        }
        return new Endpoint(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 || IpNetwork.tryParse(host).isEmpty() ? host : "[" + host + "]") + ":" + port;
    }
}
