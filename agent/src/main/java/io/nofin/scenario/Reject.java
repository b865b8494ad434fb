package io.nofin.scenario;

import io.nofin.scenario.RejectWith.Icmp;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Remedy;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.Optional;

/** Drops packets and tells their sender. {@link RejectWith.TcpReset} selects TCP alone. */
public record Reject(RejectWith with) implements Effect {

    static final KeyType<Reject> TYPE = new KeyType<>("KIND", new ExpectedForm("how to reject", "reject: tcp-reset"), Reject::read,
        reject -> reject.with.toString(), RejectWith.schema(), RejectWith.words(), Icmp.FORM.descriptions());

    private static Optional<Reject> read(Value value, ExpectedForm form) {
        Optional<? extends RejectWith> with = value.node() instanceof Node.Mapping ? Icmp.FORM.read(value) : value.parse(form, RejectWith::parse);
        return with.map(Reject::new);
    }

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
