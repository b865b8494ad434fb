package io.nofin.scenario;

import io.nofin.scenario.RejectWith.Icmp;
import io.nofin.scenario.RejectWith.Ipv4;
import io.nofin.scenario.RejectWith.Ipv6;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Reads {@code reject: tcp-reset}, {@code reject: icmp-port-unreachable} or an ICMP error for each family. */
final class RejectReader {

    private static final ExpectedForm HOW = new ExpectedForm("how to reject", "reject: tcp-reset");

    private RejectReader() {
    }

    static Optional<Reject> read(Value value) {
        Optional<? extends RejectWith> with = value.node() instanceof Node.Mapping ? pair(value) : value.parse(HOW, RejectWith::parse);
        return with.map(Reject::new);
    }

    private static Optional<Icmp> pair(Value value) {
        return value.fields(HOW, List.of("ipv4", "ipv6")).flatMap(fields -> {
            Optional<Ipv4> ipv4 = fields.require("ipv4", "ipv4: icmp-port-unreachable")
                .flatMap(word -> word.keyword(Ipv4.values()));
            Optional<Ipv6> ipv6 = fields.require("ipv6", "ipv6: icmp6-port-unreachable")
                .flatMap(word -> word.keyword(Ipv6.values()));
            return ipv4.flatMap(four -> ipv6.map(six -> new Icmp(four, six)));
        });
    }
}
