package io.nofin.firewall;

import io.nofin.firewall.RuleWords.Option;
import io.nofin.firewall.RuleWords.Options;
import io.nofin.netlink.xtables.AddressTypeMatch;
import io.nofin.netlink.xtables.BpfMatch;
import io.nofin.netlink.xtables.ClassifyTarget;
import io.nofin.netlink.xtables.CommentMatch;
import io.nofin.netlink.xtables.ConntrackMatch;
import io.nofin.netlink.xtables.Extension;
import io.nofin.netlink.xtables.IcmpMatch;
import io.nofin.netlink.xtables.LengthMatch;
import io.nofin.netlink.xtables.MarkMatch;
import io.nofin.netlink.xtables.MarkTarget;
import io.nofin.netlink.xtables.MultiportMatch;
import io.nofin.netlink.xtables.OwnerMatch;
import io.nofin.netlink.xtables.QueueTarget;
import io.nofin.netlink.xtables.RejectTarget;
import io.nofin.netlink.xtables.SetDimensions;
import io.nofin.netlink.xtables.SetMatch;
import io.nofin.netlink.xtables.SetTarget;
import io.nofin.netlink.xtables.StatisticMatch;
import io.nofin.netlink.xtables.TcpMatch;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The table from the words of iptables-extensions(8) to the structs of the kernel: one line for each match and target of nofin's. */
final class Extensions {

    /** Reads the options of one match or target. */
    @FunctionalInterface
    private interface Reader {
        Extension read(Options options, Namespace namespace) throws NoEncoderException, IOException;
    }

    /** The family of a rule, and the chains and sets that it may name. */
    interface Namespace {

        IpFamily family();

        boolean hasChain(String name);

        /** Returns the number by which the kernel knows a set. */
        int indexOf(String set) throws IOException;
    }

    private static final Map<String, Reader> MATCHES = Map.ofEntries(
        Map.entry("addrtype", (options, namespace) -> new AddressTypeMatch(types(options, "--src-type"), types(options, "--dst-type"))),
        Map.entry("bpf", (options, namespace) -> new BpfMatch(program(options.need("--bytecode").get(0)))),
        Map.entry("comment", (options, namespace) -> new CommentMatch(options.need("--comment").get(0))),
        Map.entry("conntrack", (options, namespace) -> conntrack(options)),
        Map.entry("icmp", (options, namespace) -> new IcmpMatch(IpFamily.IPV4, number(options.need("--icmp-type").get(0)))),
        Map.entry("icmp6", (options, namespace) -> new IcmpMatch(IpFamily.IPV6, number(options.need("--icmpv6-type").get(0)))),
        Map.entry("length", (options, namespace) -> length(options.need("--length").get(0))),
        Map.entry("mark", (options, namespace) -> mark(taken(options, "--mark"))),
        Map.entry("multiport", (options, namespace) -> multiport(options)),
        Map.entry("owner", (options, namespace) -> new OwnerMatch(!taken(options, "--socket-exists").negated())),
        Map.entry("set", (options, namespace) -> set(taken(options, "--match-set"), namespace)),
        Map.entry("statistic", (options, namespace) -> statistic(options)),
        Map.entry("tcp", (options, namespace) -> tcp(options)));

    private static final Map<String, Reader> TARGETS = Map.of(
        "CLASSIFY", (options, namespace) -> classify(options.need("--set-class").get(0)),
        "MARK", (options, namespace) -> mark(options),
        "NFQUEUE", (options, namespace) ->
            new QueueTarget(number(options.need("--queue-num").get(0)), options.take("--queue-bypass").isPresent()),
        "REJECT", (options, namespace) -> reject(namespace.family(), options.need("--reject-with").get(0)),
        "SET", (options, namespace) -> new SetTarget(dimensions(options.need("--add-set"), namespace)));

    private static final Map<String, MultiportMatch.End> ENDS = Map.of("--sports", MultiportMatch.End.SOURCE, "--dports",
        MultiportMatch.End.DESTINATION, "--ports", MultiportMatch.End.EITHER);

    /** The flags of TCP; see tcp_flag_word() in linux/tcp.h. */
    private static final Map<String, Integer> TCP_FLAGS = Map.of("FIN", 1, "SYN", 2, "RST", 4, "PSH", 8, "ACK", 16, "URG", 32);

    private static final int HEXADECIMAL = 16;

    private Extensions() {
    }

    static Extension match(Options options, Namespace namespace) throws NoEncoderException, IOException {
        return extension(MATCHES, options, namespace);
    }

    static Extension target(Options options, Namespace namespace) throws NoEncoderException, IOException {
        return extension(TARGETS, options, namespace);
    }

    /** Returns whether something is a target of an extension, and not a chain. */
    static boolean isTarget(String name) {
        return TARGETS.containsKey(name);
    }

    private static Extension extension(Map<String, Reader> readers, Options options, Namespace namespace)
            throws NoEncoderException, IOException {
        Reader reader = readers.get(options.name());
        if (reader == null) {
            throw new NoEncoderException(options.name());
        }
        try {
            Extension extension = reader.read(options, namespace);
            options.end();
            return extension;
        } catch (IllegalArgumentException notTaken) {
            throw new NoEncoderException(options.name() + ": " + notTaken.getMessage());
        }
    }

    private static Option taken(Options options, String name) throws NoEncoderException {
        return options.take(name).orElseThrow(() -> new NoEncoderException(options.name() + " without " + name));
    }

    private static AddressTypeMatch.Types types(Options options, String name) {
        Optional<Option> option = options.take(name);
        int mask = option.stream().flatMap(one -> Stream.of(one.value().split(",")))
            .mapToInt(type -> 1 << AddressTypeMatch.Type.valueOf(type).ordinal()).reduce(0, (one, other) -> one | other);
        return new AddressTypeMatch.Types(mask, option.filter(Option::negated).isPresent());
    }

    private static List<BpfMatch.Instruction> program(String bytecode) {
        List<BpfMatch.Instruction> program = new ArrayList<>();
        String[] parts = bytecode.split(",");
        for (String instruction : List.of(parts).subList(1, parts.length)) {
            String[] fields = instruction.split(" ");
            program.add(new BpfMatch.Instruction(number(fields[0]), number(fields[1]), number(fields[2]), Long.parseLong(fields[3])));
        }
        return program;
    }

    private static ConntrackMatch conntrack(Options options) {
        Optional<Option> state = options.take("--ctstate");
        Optional<Option> status = options.take("--ctstatus");
        Optional<Boolean> reply = options.take("--ctdir").filter(direction -> !direction.negated()).map(direction -> isReply(direction.value()));
        return new ConntrackMatch(
            state.map(one -> ConntrackMatch.Part.of(ConntrackMatch.State.valueOf(one.value()), one.negated())).orElse(ConntrackMatch.Part.ANY),
            status.map(one -> ConntrackMatch.Part.of(ConntrackMatch.Status.valueOf(one.value()), one.negated())).orElse(ConntrackMatch.Part.ANY),
            reply);
    }

    private static LengthMatch length(String range) {
        MultiportMatch.Range ends = range(range);
        return new LengthMatch(ends.first(), ends.last());
    }

    private static MultiportMatch multiport(Options options) throws NoEncoderException {
        for (Map.Entry<String, MultiportMatch.End> end : ENDS.entrySet()) {
            Optional<Option> ports = options.take(end.getKey()).filter(option -> !option.negated());
            if (ports.isPresent()) {
                return new MultiportMatch(end.getValue(), Stream.of(ports.get().value().split(",")).map(Extensions::range).toList());
            }
        }
        throw new NoEncoderException("multiport without ports");
    }

    private static SetMatch set(Option set, Namespace namespace) throws IOException {
        return new SetMatch(dimensions(set.values(), namespace), set.negated());
    }

    private static SetDimensions dimensions(List<String> words, Namespace namespace) throws IOException {
        return new SetDimensions(namespace.indexOf(words.get(0)), List.of(words.get(1).split(",")));
    }

    private static StatisticMatch statistic(Options options) throws NoEncoderException {
        if (!options.need("--mode").equals(List.of("nth"))) {
            throw new NoEncoderException("statistic with another mode");
        }
        return new StatisticMatch(number(options.need("--every").get(0)), number(options.need("--packet").get(0)));
    }

    private static ClassifyTarget classify(String id) {
        String[] numbers = id.split(":");
        return new ClassifyTarget(Long.parseLong(numbers[0], HEXADECIMAL) << Short.SIZE | Long.parseLong(numbers[1], HEXADECIMAL));
    }

    private static TcpMatch tcp(Options options) {
        TcpMatch.Flags flags = options.take("--tcp-flags")
            .map(one -> new TcpMatch.Flags(flags(one.values().get(0)), flags(one.values().get(1)), one.negated())).orElse(TcpMatch.Flags.ANY);
        return new TcpMatch(port(options.take("--sport")), port(options.take("--dport")), flags);
    }

    private static OptionalInt port(Optional<Option> port) {
        if (port.filter(Option::negated).isPresent()) {
            throw new IllegalArgumentException("negated port");
        }
        return port.map(one -> OptionalInt.of(number(one.value()))).orElse(OptionalInt.empty());
    }

    private static int flags(String words) {
        int flags = 0;
        for (String word : words.split(",")) {
            if (!TCP_FLAGS.containsKey(word)) {
                throw new IllegalArgumentException("TCP flag " + word);
            }
            flags |= TCP_FLAGS.get(word);
        }
        return flags;
    }

    private static MarkMatch mark(Option mark) {
        Marked marked = Marked.parse(mark.value());
        return new MarkMatch(marked.value(), marked.mask(), mark.negated());
    }

    private static MarkTarget mark(Options options) throws NoEncoderException {
        Optional<Option> or = options.take("--or-mark");
        if (or.isPresent()) {
            int bits = Marked.bits(or.get().value());
            return new MarkTarget(bits, bits);
        }
        Marked marked = Marked.parse(options.need("--set-xmark").get(0));
        return new MarkTarget(marked.value(), marked.mask());
    }

    private static RejectTarget reject(IpFamily family, String word) throws NoEncoderException {
        return RejectTarget.find(family, word).orElseThrow(() -> new NoEncoderException("REJECT with " + word));
    }

    private static boolean isReply(String direction) {
        if (!List.of("ORIGINAL", "REPLY").contains(direction)) {
            throw new IllegalArgumentException("direction " + direction);
        }
        return direction.equals("REPLY");
    }

    /** Parses {@code 80} or {@code 8000:8080}. */
    private static MultiportMatch.Range range(String text) {
        String[] ends = text.split(":");
        return new MultiportMatch.Range(number(ends[0]), number(ends[ends.length - 1]));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
