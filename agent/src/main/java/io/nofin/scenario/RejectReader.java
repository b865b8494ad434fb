package io.nofin.scenario;

import io.nofin.scenario.RejectWith.Icmp;
import io.nofin.scenario.RejectWith.Ipv4;
import io.nofin.scenario.RejectWith.Ipv6;
import io.nofin.scenario.RejectWith.TcpReset;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code reject: tcp-reset}, {@code reject: icmp-port-unreachable} or an ICMP error for each family. */
final class RejectReader {

    private static final Form HOW = new Form("how to reject", "reject: tcp-reset");
    private static final Map<String, RejectWith> WORDS = words();

    private RejectReader() {
    }

    static Optional<Reject> read(Value value) {
        Optional<? extends RejectWith> with = value.node() instanceof Node.Mapping
            ? pair(value) : value.parse(HOW, RejectReader::word);
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

    private static RejectWith word(String word) {
        for (Ipv6 alone : Ipv6.values()) {
            if (alone.word().equals(word)) {
                throw new BadValueException(word + " is for IPv6 alone",
                    "write { ipv4: icmp-port-unreachable, ipv6: " + word + " }");
            }
        }
        return Optional.ofNullable(WORDS.get(word)).orElseThrow(
            () -> new BadValueException("unknown word: " + Quoted.of(word), Nearest.remedy(word, WORDS.keySet())));
    }

    private static Map<String, RejectWith> words() {
        Map<String, RejectWith> words = new LinkedHashMap<>();
        words.put(new TcpReset().toString(), new TcpReset());
        for (Ipv4 kind : Ipv4.values()) {
            words.put(kind.word(), Icmp.of(kind));
        }
        return words;
    }
}
