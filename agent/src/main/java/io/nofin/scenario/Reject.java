package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Remedy;

/** The packet is dropped and its sender is told, loudly. {@link RejectWith.TcpReset} selects TCP alone. */
public record Reject(RejectWith with) implements Effect {

    @Override
    public Selector narrowed(Selector selector) {
        if (!(with instanceof RejectWith.TcpReset)) {
            return selector;
        }
        return switch (selector.protocol()) {
            case TCP, ANY -> selector.withProtocol(Protocol.TCP);
            case UDP, SCTP, ICMP, GRE, ESP -> throw new BadValueException("tcp-reset is for tcp alone, and the protocol is "
                + selector.protocol().word(), Remedy.of("write", "protocol", "tcp").then(", or reject: icmp-port-unreachable"));
        };
    }

    @Override
    public EffectKind kind() {
        return EffectKind.REJECT;
    }

    @Override
    public String key() {
        return "reject";
    }

    @Override
    public String toString() {
        return "reject: " + with;
    }
}
