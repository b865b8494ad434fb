package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Reads {@code loss: 5%} or one of the kinds of loss, by their keys:
 *
 * <pre>
 *   loss: { probability: 5%, correlation: 25% }     loss: { probability: 5%, burst: 4 }
 *   loss: { gilbert-elliott: { p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% } }
 *   loss: { markov: { p13: 1%, p31: 10%, p32: 5%, p23: 50%, p14: 0.1% } }
 *   loss: { every: 10 }     loss: { first: 3 }     loss: { packets: [3, 7] }
 * </pre>
 */
enum LossReader implements Keyword {
    PROBABILITY((value, loss) -> loss.get("burst").isPresent() ? bursts(value, loss) : random(loss)),
    GILBERT_ELLIOTT((value, loss) -> gilbertElliott(value)),
    MARKOV((value, loss) -> markov(value)),
    EVERY((value, loss) -> count(value).map(Loss.Every::new)),
    FIRST((value, loss) -> count(value).map(Loss.First::new)),
    PACKETS((value, loss) -> packets(value));

    private static final ExpectedForm LOSS = new ExpectedForm("a loss", "5%");
    private static final ExpectedForm GILBERT_ELLIOTT_FORM = new ExpectedForm("a Gilbert-Elliott model", "{ p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% }");
    private static final ExpectedForm MARKOV_FORM = new ExpectedForm("a Markov model", "{ p13: 1%, p31: 10% }");
    private static final ExpectedForm COUNT = new ExpectedForm("a number of packets", "10");
    private static final ExpectedForm NUMBERS = new ExpectedForm("the number of a packet or a list of them", "[3, 7]");
    private static final List<String> KINDS = Stream.of(values()).map(Keyword::word).toList();
    private static final List<String> KEYS = Stream.of(KINDS, ProbabilityFields.KEYS, List.of("burst")).flatMap(List::stream).distinct().toList();

    private final BiFunction<Value, Fields, Optional<? extends Loss>> reader;

    LossReader(BiFunction<Value, Fields, Optional<? extends Loss>> reader) {
        this.reader = reader;
    }

    static Optional<? extends Loss> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(LOSS, KEYS).flatMap(LossReader::longForm)
            : value.parse(LOSS, Probability::parse).map(Loss.Random::of);
    }

    private static Optional<? extends Loss> longForm(Fields fields) {
        Optional<Value> kind = fields.exactlyOne("kind of loss", KINDS);
        Stream.of("correlation", "burst").forEach(key -> kind.filter(value -> !value.key().equals(PROBABILITY.word()))
            .flatMap(value -> fields.get(key)).ifPresent(value -> value.reportName(key + " without probability", "leave it out")));
        return kind.flatMap(value -> values()[KINDS.indexOf(value.key())].reader.apply(value, fields));
    }

    private static Optional<Loss> random(Fields fields) {
        return ProbabilityFields.read(fields).map(odds -> new Loss.Random(odds.probability(), odds.correlation()));
    }

    private static Optional<Loss> bursts(Value value, Fields fields) {
        fields.get("correlation").ifPresent(both -> both.reportName("correlation and burst", "leave one of them out: burst keeps the probability"));
        Optional<Integer> length = fields.get("burst").flatMap(LossReader::count);
        return value.percentage().flatMap(mean -> length.flatMap(
            packets -> value.attempt(() -> Loss.GilbertElliott.ofBursts(mean, packets))));
    }

    private static Optional<Loss> gilbertElliott(Value value) {
        return value.fields(GILBERT_ELLIOTT_FORM, List.of("p", "r", "1-h", "1-k")).flatMap(fields -> {
            Optional<Loss.GilbertElliott> usual = fields.require("p", "p: 1%").flatMap(Value::percentage).map(Loss.GilbertElliott::of);
            Optional<Probability> r = share(fields, "r", usual.map(Loss.GilbertElliott::r));
            Optional<Probability> oneMinusH = share(fields, "1-h", usual.map(Loss.GilbertElliott::oneMinusH));
            Optional<Probability> oneMinusK = share(fields, "1-k", usual.map(Loss.GilbertElliott::oneMinusK));
            if (Stream.of(usual, r, oneMinusH, oneMinusK).anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            return Optional.of(new Loss.GilbertElliott(usual.get().p(), r.get(), oneMinusH.get(), oneMinusK.get()));
        });
    }

    private static Optional<Loss> markov(Value value) {
        return value.fields(MARKOV_FORM, List.of("p13", "p31", "p32", "p23", "p14")).flatMap(fields -> {
            Optional<Loss.FourState> usual = fields.require("p13", "p13: 1%").flatMap(Value::percentage).map(Loss.FourState::of);
            Optional<Probability> p31 = share(fields, "p31", usual.map(Loss.FourState::p31));
            Optional<Probability> p32 = share(fields, "p32", usual.map(Loss.FourState::p32));
            Optional<Probability> p23 = share(fields, "p23", usual.map(Loss.FourState::p23));
            Optional<Probability> p14 = share(fields, "p14", usual.map(Loss.FourState::p14));
            if (Stream.of(usual, p31, p32, p23, p14).anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            return value.attempt(() -> new Loss.FourState(usual.get().p13(), p31.get(), p32.get(), p23.get(), p14.get()));
        });
    }

    private static Optional<Probability> share(Fields fields, String key, Optional<Probability> usual) {
        return fields.get(key).map(Value::percentage).orElse(usual);
    }

    private static Optional<Integer> count(Value value) {
        return value.integer(COUNT, Integer::valueOf).flatMap(count -> value.attempt(() -> Loss.checkCount(count)));
    }

    private static Optional<Loss> packets(Value value) {
        List<Integer> numbers = Value.distinct(value.oneOrMore(NUMBERS), LossReader::count);
        return numbers.isEmpty() ? Optional.empty() : Optional.of(new Loss.Packets(numbers));
    }
}
