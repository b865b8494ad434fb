package io.nofin.firewall;

import io.nofin.firewall.RuleWords.Option;
import io.nofin.firewall.RuleWords.Options;
import io.nofin.netlink.netfilter.NfStep;
import io.nofin.netlink.netfilter.NfStep.Header;
import io.nofin.netlink.netfilter.NfStep.Meta;
import io.nofin.netlink.netfilter.NfStep.Verdict;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates the arguments of a rule to what iptables-nft(8) makes of them: the header becomes expressions of nf_tables, every match and
 * target one that stands for it. From 1.8.8 on it has expressions of nf_tables for {@code -m tcp} and {@code -m mark} as well; earlier ones
 * print a rule with those as if it matched everything, and all understand the form that is sent here.
 */
final class NftRule {

    /** The numbers of transports, by the names that nofin's rules use; see protocols(5). */
    private static final Map<String, Integer> PROTOCOLS = Map.of("icmp", 1, "igmp", 2, "tcp", 6, "udp", 17, "esp", 50, "icmpv6", 58, "sctp", 132);

    private static final Map<String, Verdict> VERDICTS = Map.of("ACCEPT", Verdict.ACCEPT, "DROP", Verdict.DROP, "RETURN", Verdict.RETURN);

    private static final String WILDCARD = "+";

    private final Extensions.Namespace namespace;
    private final List<NfStep> steps = new ArrayList<>();
    private int protocol;

    private NftRule(Extensions.Namespace namespace) {
        this.namespace = namespace;
    }

    /**
     * Translates a rule's arguments.
     *
     * @throws NoEncoderException when nofin has none for a part of them
     * @throws IOException        when a set that it names cannot be found
     */
    static NftRule of(List<String> arguments, Extensions.Namespace namespace) throws NoEncoderException, IOException {
        NftRule rule = new NftRule(namespace);
        RuleWords words = RuleWords.of(arguments);
        try {
            rule.header(words.header());
            for (Options match : words.matches()) {
                rule.match(match);
            }
            rule.steps.add(NfStep.count());
            rule.end(words);
        } catch (IllegalArgumentException notTaken) {
            throw new NoEncoderException(notTaken.getMessage());
        }
        return rule;
    }

    List<NfStep> steps() {
        return steps;
    }

    /** Returns the number of the transport that the rule asks for; 0 for any. */
    int protocol() {
        return protocol;
    }

    private void header(Options header) throws NoEncoderException {
        device(header.take("-i"), Meta.IN_INTERFACE);
        device(header.take("-o"), Meta.OUT_INTERFACE);
        transport(header.take("-p"));
        boolean ipv4 = namespace.family() == IpFamily.IPV4;
        address(header.take("-s"), ipv4 ? 12 : 8);          // saddr in struct iphdr, struct ipv6hdr
        address(header.take("-d"), ipv4 ? 16 : 24);         // daddr
        header.end();
    }

    private void transport(Optional<Option> transport) throws NoEncoderException {
        if (transport.isPresent()) {
            if (transport.get().negated()) {
                throw new NoEncoderException("all transports but one");
            }
            String name = transport.get().value();
            protocol = PROTOCOLS.containsKey(name) ? PROTOCOLS.get(name) : Integer.parseInt(name);
            steps.add(NfStep.load(Meta.PROTOCOL));
            steps.add(NfStep.compare(true, new byte[] {(byte) protocol}));
        }
    }

    private void device(Optional<Option> device, Meta meta) throws NoEncoderException {
        if (device.isPresent()) {
            String name = device.get().value();
            if (name.equals(WILDCARD)) {
                throw new NoEncoderException("any device");
            }
            steps.add(NfStep.load(meta));
            steps.add(NfStep.compare(!device.get().negated(), (name.endsWith(WILDCARD) ? name.substring(0, name.length() - 1) : name + "\0")
                .getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Compares whole bytes of an address alone where that does; the length of its prefix is 0 for any address. */
    private void address(Optional<Option> address, int offset) throws NoEncoderException {
        if (address.isEmpty()) {
            return;
        }
        IpNetwork network = IpNetwork.parse(address.get().value());
        int prefix = network.prefixLength();
        if (address.get().negated() || network.family() != namespace.family() || prefix == 0) {
            throw new NoEncoderException("address " + network);
        }
        byte[] bytes = network.address().getAddress();
        boolean whole = prefix % Byte.SIZE == 0;
        byte[] compared = whole ? Arrays.copyOf(bytes, prefix / Byte.SIZE) : bytes;
        steps.add(NfStep.load(Header.NETWORK, offset, compared.length));
        if (!whole) {
            steps.add(NfStep.mask(ones(prefix, bytes.length)));
        }
        steps.add(NfStep.compare(true, compared));
    }

    private void match(Options match) throws NoEncoderException, IOException {
        steps.add(NfStep.of(Extensions.match(match, namespace)));
    }

    private void end(RuleWords words) throws NoEncoderException, IOException {
        if (words.goTo().isPresent()) {
            steps.add(NfStep.end(Verdict.GOTO, words.goTo().get()));
        }
        if (words.target().isPresent()) {
            Options target = words.target().get();
            if (Extensions.isTarget(target.name())) {
                steps.add(NfStep.of(Extensions.target(target, namespace)));
            } else if (VERDICTS.containsKey(target.name())) {
                steps.add(NfStep.end(VERDICTS.get(target.name())));
            } else if (namespace.hasChain(target.name())) {
                steps.add(NfStep.end(Verdict.JUMP, target.name()));
            } else {
                throw new NoEncoderException("target " + target.name());
            }
            target.end();
        }
    }

    private static byte[] ones(int count, int length) {
        byte[] bytes = new byte[length];
        for (int bit = 0; bit < count; bit++) {
            bytes[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
        }
        return bytes;
    }
}
