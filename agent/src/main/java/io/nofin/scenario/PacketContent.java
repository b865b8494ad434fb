package io.nofin.scenario;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Conditions on a packet beside those of a {@link Selector}. Without any, every packet meets them.
 *
 * @param contains what its payload has in it
 * @param flags    the TCP flags that are set, whatever the others are
 * @param hasData  whether it must have a payload
 * @param state    whether it must begin its connection, a SYN or the first datagram of a flow, or must not
 */
public record PacketContent(Optional<PayloadPattern> contains, List<TcpFlag> flags, boolean hasData, ConnectionState state) {

    /** The condition that every packet meets. */
    public static final PacketContent ANY = new PacketContent(Optional.empty(), List.of(), false, ConnectionState.ALL);

    public PacketContent {
        flags = flags.isEmpty() ? List.of() : List.copyOf(EnumSet.copyOf(flags));
    }
}
