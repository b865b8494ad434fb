package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Suggestion;
import java.util.List;
import java.util.stream.Stream;

/** The answer to the sender of a rejected packet, in the words of the REJECT target in iptables-extensions(8). */
public sealed interface RejectWith {

    /**
     * Parses {@code tcp-reset} or an IPv4 word, which stands for its usual pair.
     *
     * @throws BadValueException when the word is neither
     */
    static RejectWith parse(String word) {
        for (Ipv6 alone : Ipv6.values()) {
            if (alone.word().equals(word)) {
                throw new BadValueException(word + " is for IPv6 alone", "write { ipv4: icmp-port-unreachable, ipv6: " + word + " }");
            }
        }
        List<RejectWith> all = Stream.<RejectWith>concat(Stream.of(new TcpReset()), Stream.of(Ipv4.values()).map(Icmp::of)).toList();
        return all.stream().filter(with -> with.toString().equals(word)).findFirst().orElseThrow(() -> new BadValueException(
            "unknown word: " + Quoted.of(word), Suggestion.remedy(word, all.stream().map(RejectWith::toString).toList())));
    }

    /** Returns all words that {@link #parse} accepts. */
    static List<String> words() {
        return Stream.concat(Stream.of(new TcpReset().toString()), Stream.of(Ipv4.values()).map(Keyword::word)).toList();
    }

    /** Returns the JSON Schema of all forms, without braces. */
    static String schema() {
        return """
            "oneOf": [{ %s }, { "description": "An ICMP error for each family.", %s }]""".formatted(KeyType.choice(words()), Icmp.FORM.asType().schema());
    }

    /** A TCP RST. */
    record TcpReset() implements RejectWith {
        @Override
        public String toString() {
            return "tcp-reset";
        }
    }

    /** An ICMP error, one type for each family. */
    record Icmp(Ipv4 ipv4, Ipv6 ipv6) implements RejectWith {

        static final LongForm<Icmp> FORM = LongForm.of("how to reject", "{ ipv4: icmp-port-unreachable, ipv6: icmp6-port-unreachable }",
            of(Ipv4.ICMP_PORT_UNREACHABLE),
            Key.of("ipv4", KeyType.word("KIND", Ipv4.values()).called("a word", "icmp-port-unreachable"), (icmp, value) -> new Icmp(value, icmp.ipv6), Icmp::ipv4,
                "The error for IPv4, of RFC 792 and RFC 1812."),
            Key.of("ipv6", KeyType.word("ERROR", Ipv6.values()).called("a word", "icmp6-port-unreachable"), (icmp, value) -> new Icmp(icmp.ipv4, value), Icmp::ipv6,
                "The error for IPv6, of RFC 4443, where it is not the counterpart of that for IPv4.")).requiring(2);

        /** Returns the usual pair. ICMPv6 has fewer types (RFC 4443), so several of IPv4 share one. */
        public static Icmp of(Ipv4 ipv4) {
            return new Icmp(ipv4, ipv4.counterpart);
        }

        @Override
        public String toString() {
            return ipv4.counterpart == ipv6 ? ipv4.word() : "{ ipv4: " + ipv4.word() + ", ipv6: " + ipv6.word() + " }";
        }
    }

    /** ICMP destination unreachable, RFC 792 and RFC 1812. */
    enum Ipv4 implements Keyword {
        ICMP_NET_UNREACHABLE(Ipv6.ICMP6_NO_ROUTE),
        ICMP_HOST_UNREACHABLE(Ipv6.ICMP6_ADDR_UNREACHABLE),
        ICMP_PORT_UNREACHABLE(Ipv6.ICMP6_PORT_UNREACHABLE),
        ICMP_PROTO_UNREACHABLE(Ipv6.ICMP6_PORT_UNREACHABLE),
        ICMP_NET_PROHIBITED(Ipv6.ICMP6_ADM_PROHIBITED),
        ICMP_HOST_PROHIBITED(Ipv6.ICMP6_ADM_PROHIBITED),
        ICMP_ADMIN_PROHIBITED(Ipv6.ICMP6_ADM_PROHIBITED);

        private final Ipv6 counterpart;

        Ipv4(Ipv6 counterpart) {
            this.counterpart = counterpart;
        }
    }

    /** ICMPv6 destination unreachable, RFC 4443. */
    enum Ipv6 implements Keyword {
        ICMP6_NO_ROUTE, ICMP6_ADM_PROHIBITED, ICMP6_ADDR_UNREACHABLE, ICMP6_PORT_UNREACHABLE, ICMP6_POLICY_FAIL, ICMP6_REJECT_ROUTE
    }
}
