package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import java.util.List;
import java.util.Optional;

/**
 * Asks for all routing rules of the socket's namespace, of both families; {@code struct fib_rule_hdr} in linux/fib_rules.h and
 * ip-rule(8).
 */
public record DumpRules() implements RouteRequest {

    private static final int RTM_GETRULE = 34;
    private static final int HEADER_BYTES = 12;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_FWMASK = 16;
    private static final int FRA_UID_RANGE = 20;
    private static final int FRA_IP_PROTO = 22;
    private static final int FRA_DPORT_RANGE = 24;
    private static final int WHOLE = -1;

    /**
     * The part of the packet mark that a rule looks at.
     *
     * @param mask the bits that count; all of them where the rule has no mask
     */
    public record Fwmark(int value, int mask) {
    }

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(RTM_GETRULE, NetlinkRequest.DUMP, out -> out.zeros(HEADER_BYTES));
    }

    @Override
    public String command() {
        return "ip rule show";
    }

    /**
     * Returns whether a rule depends on the sender or the transport protocol, which a raw socket cannot imitate: {@code uidrange},
     * {@code ipproto}.
     */
    public static boolean asksWhoSends(NetlinkMessage message) throws MalformedMessageException {
        return message.reader().skip(HEADER_BYTES).attributes().stream()
            .anyMatch(attribute -> attribute.type() == FRA_UID_RANGE || attribute.type() >= FRA_IP_PROTO && attribute.type() <= FRA_DPORT_RANGE);
    }

    /** Returns the mark that a rule of the answer compares; empty for a rule that looks at none. */
    public static Optional<Fwmark> fwmark(NetlinkMessage message) throws MalformedMessageException {
        List<WireReader.Attribute> attributes = message.reader().skip(HEADER_BYTES).attributes();
        Optional<WireReader.Attribute> value = WireReader.find(attributes, FRA_FWMARK);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<WireReader.Attribute> mask = WireReader.find(attributes, FRA_FWMASK);
        return Optional.of(new Fwmark(value.get().reader().s32(), mask.isEmpty() ? WHOLE : mask.get().reader().s32()));
    }
}
