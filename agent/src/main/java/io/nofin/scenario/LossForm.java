package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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
final class LossForm implements PartForm<Loss> {

    private static final KeyType<Integer> COUNT =
        KeyType.integer("N", new ExpectedForm("a number of packets", "10"), 1, Integer.MAX_VALUE, Loss::checkCount);

    private static final Key<Loss> PROBABILITY = Key.ofOptional("probability", KeyType.PERCENTAGE, LossForm::withProbability,
        of(Loss.Random.class, Loss.Random::probability), "The share of packets that are lost, at random.").ramped("loss", "two percentages", "[0%, 10%]");
    private static final Key<Loss> CORRELATION = Key.ofOptional("correlation", KeyType.PERCENTAGE,
        (loss, value) -> new Loss.Random(((Loss.Random) loss).probability(), value), of(Loss.Random.class, Loss.Random::correlation),
        "The correlation with the packet before.").usually("0%");
    private static final LongForm<Loss> RANDOM = LongForm.of("a loss", "5%", Loss.Random.of(Probability.ZERO), PROBABILITY, CORRELATION);
    private static final Key<Loss> BURST = Key.ofOptional("burst", COUNT,
        (loss, value) -> Loss.GilbertElliott.ofBursts(((Loss.Random) loss).probability(), value), loss -> Optional.empty(),
        "Loses the same share in runs of this many packets on average; not with a correlation.");
    private static final List<Key<Loss>> KINDS = List.of(PROBABILITY,
        Key.ofOptional("gilbert-elliott", Loss.GilbertElliott.FORM.asType(), (loss, value) -> value, of(Loss.GilbertElliott.class, Function.identity()),
            "Bursts by two states of the link, a good one and a bad one."),
        Key.ofOptional("markov", Loss.FourState.FORM.asType(), (loss, value) -> value, of(Loss.FourState.class, Function.identity()),
            "Bursts by four states: 1 received in a gap, 2 received in a burst, 3 lost in a burst, 4 lost in a gap."),
        Key.ofOptional("every", COUNT, (loss, value) -> new Loss.Every(value), of(Loss.Every.class, Loss.Every::n),
            "The n-th packet and each n-th after it, counted from 1 in each target and direction."),
        Key.ofOptional("first", COUNT, (loss, value) -> new Loss.First(value), of(Loss.First.class, Loss.First::n), "The first n packets."),
        Key.ofOptional("packets", COUNT.listed("the number of a packet or a list of them", "[3, 7]"), (loss, value) -> new Loss.Packets(value),
            of(Loss.Packets.class, Loss.Packets::numbers), "These packets, counted from 1."));
    private static final List<Key<Loss>> ALL = Stream.of(KINDS.subList(0, 1), List.of(CORRELATION, BURST), KINDS.subList(1, KINDS.size()))
        .flatMap(List::stream).toList();

    private static <L extends Loss, V> Function<Loss, Optional<V>> of(Class<L> kind, Function<L, V> getter) {
        return loss -> Optional.of(loss).filter(kind::isInstance).map(kind::cast).map(getter);
    }

    private static Loss withProbability(Loss loss, Probability probability) {
        if (loss instanceof Loss.Random random) {
            return random.withProbability(probability);
        }
        throw new BadValueException("loss: " + loss + " has no probability that could change", "ramp something else, or write loss: 0%");
    }

    @Override
    public Optional<? extends Loss> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(RANDOM.form(), ALL.stream().map(Key::word).toList()).flatMap(LossForm::longForm)
            : RANDOM.read(value);
    }

    private static Optional<? extends Loss> longForm(Fields fields) {
        Optional<Value> kind = fields.exactlyOne("kind of loss", KINDS.stream().map(Key::word).toList());
        boolean isRandom = kind.filter(value -> value.key().equals(PROBABILITY.word())).isPresent();
        Stream.of(CORRELATION, BURST).forEach(key -> kind.filter(value -> !isRandom).flatMap(value -> fields.get(key.word()))
            .ifPresent(value -> value.reportName(key.word() + " without probability", "leave it out")));
        return isRandom ? fields.get(BURST.word()).isPresent() ? bursts(kind.get(), fields) : RANDOM.read(fields)
            : kind.flatMap(value -> key(value).read(value)).flatMap(change -> kind.get().attempt(() -> change.apply(RANDOM.start())));
    }

    private static Key<Loss> key(Value value) {
        return KINDS.stream().filter(key -> key.word().equals(value.key())).findFirst().orElseThrow();
    }

    private static Optional<Loss> bursts(Value probability, Fields fields) {
        fields.get(CORRELATION.word()).ifPresent(
            both -> both.reportName("correlation and burst", "leave one of them out: burst keeps the probability"));
        return PROBABILITY.read(probability).flatMap(mean -> fields.get(BURST.word()).flatMap(BURST::read).flatMap(
            length -> probability.attempt(() -> length.apply(mean.apply(RANDOM.start())))));
    }

    /** Returns the loss as scenarios write it. */
    static String written(Loss loss) {
        FlowMapping mapping = new FlowMapping();
        ALL.forEach(key -> key.written(loss).ifPresent(text -> mapping.add(key.word(), text)));
        return loss instanceof Loss.Random ? mapping.orShort() : mapping.toString();
    }

    @Override
    public Loss start() {
        return RANDOM.start();
    }

    @Override
    public List<Key<Loss>> rampedKeys() {
        return List.of(PROBABILITY);
    }

    @Override
    public List<KeyDescription> descriptions() {
        return ALL.stream().map(Key::description).toList();
    }

    @Override
    public String schema() {
        List<List<Key<Loss>>> forms = new ArrayList<>(List.of(List.of(PROBABILITY, CORRELATION, BURST)));
        KINDS.stream().skip(1).forEach(kind -> forms.add(List.of(kind)));
        return "\"oneOf\": [ { " + KeyType.PERCENTAGE.schema() + " }"
            + forms.stream().map(keys -> ", { " + LongForm.schemaObject(keys, 1) + " }").collect(Collectors.joining()) + " ]";
    }
}
