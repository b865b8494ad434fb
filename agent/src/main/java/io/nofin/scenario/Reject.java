package io.nofin.scenario;

import io.nofin.scenario.RejectWith.Icmp;
import io.nofin.scenario.RejectWith.Ipv4;
import io.nofin.scenario.RejectWith.Ipv6;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Remedy;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Drops packets and tells their sender. {@link RejectWith.TcpReset} selects TCP alone. */
public record Reject(RejectWith with) implements Effect {

    static final KeyType<Reject> TYPE = new KeyType<>("KIND", new ExpectedForm("how to reject", "reject: tcp-reset"), (value, form) -> read(value, form),
        reject -> reject.with.toString(), RejectWith.schema(), RejectWith.words());

    private static Optional<Reject> read(Value value, ExpectedForm form) {
        Optional<? extends RejectWith> with = value.node() instanceof Node.Mapping ? pair(value, form) : value.parse(form, RejectWith::parse);
        return with.map(Reject::new);
    }

    private static Optional<Icmp> pair(Value value, ExpectedForm form) {
        return value.fields(form, List.of("ipv4", "ipv6")).flatMap(fields -> {
            Optional<Ipv4> ipv4 = fields.require("ipv4", "ipv4: icmp-port-unreachable").flatMap(word -> word.keyword(Ipv4.values()));
            Optional<Ipv6> ipv6 = fields.require("ipv6", "ipv6: icmp6-port-unreachable").flatMap(word -> word.keyword(Ipv6.values()));
            return ipv4.flatMap(four -> ipv6.map(six -> new Icmp(four, six)));
        });
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
