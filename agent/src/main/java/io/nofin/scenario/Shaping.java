package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.Durations;
import io.nofin.unit.Remedy;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The conditions of a link, with the parameters and the meaning of tc-netem(8). All parts apply to every packet. Created by
 * {@link ShapingBuilder}.
 *
 * @param parts        at least one, of different keys; kept in the order of {@link ShapingKey}
 * @param limitPackets how many packets may be held at once, 1 or more, where the scenario sets it; see {@link #limit()}
 * @param ecn          whether a packet that would be lost is marked instead, where ECN permits
 */
public record Shaping(List<ShapingPart> parts, OptionalInt limitPackets, boolean ecn, Engine engine) implements Effect {

    /** The keys of a shaping that are not parts of it. */
    static final List<Key<Shaping>> SETTINGS = List.of(
        Key.ofOptional("limit", KeyType.integer("PACKETS", new ExpectedForm("a number of packets", "1000"), 1, Integer.MAX_VALUE, Shaping::checkLimit),
            (shaping, packets) -> ShapingBuilder.of(shaping).limit(packets).build(), shaping -> shaping.limitPackets.stream().boxed().findFirst(),
            "The packets that may be held at once in each target and direction. Further ones are dropped silently, and counted."
                + " Default: twice what rate and delay need, 1000 at least."),
        Key.of("ecn", KeyType.BOOLEAN, (shaping, marks) -> ShapingBuilder.of(shaping).ecn(marks).build(), Shaping::ecn,
            "Packets that would be lost are marked as having met congestion instead, where ECN permits. Needs loss.").usually("false"),
        Key.of("engine", KeyType.word("ENGINE", Engine.values()), (shaping, engine) -> ShapingBuilder.of(shaping).engine(engine).build(), Shaping::engine,
            "What shapes: netem, the kernel's; queue, nofin's own; auto, netem where the kernel has it and it can do the effect.").usually("auto"));

    private static final int LEAST_LIMIT = 1_000;               // tc's default
    private static final int MOST_WITHOUT_RATE = 250_000;       // some 600 MB of packets
    private static final int MARGIN = 2;                        // packets may be shorter than the longest
    private static final int PACKET_BYTES = 1_500;
    private static final BitRate FASTEST = new BitRate(10_000_000_000L);

    public Shaping {
        parts = parts.stream().sorted(Comparator.comparing(ShapingKey::of)).toList();
        if (parts.isEmpty()) {
            throw new BadValueException("no shaping", "add one of " + String.join(", ", ShapingKey.KEYS));
        }
        if (part(parts, Reorder.class).isPresent() && part(parts, Delay.class).isEmpty()) {
            throw new BadValueException("reorder without delay", Remedy.of("add for example", "delay", "10ms").then(": reordered packets overtake those that it holds"));
        }
        if (ecn && part(parts, Loss.class).isEmpty()) {
            throw new BadValueException("ecn without loss", Remedy.of("add for example", "loss", "1%").then(": packets that it would lose are marked"));
        }
        Optional<Rate> line = part(parts, Rate.class);
        if (line.isPresent()) {
            checkLimit(limitPackets, line.get().rate(), held(parts));
        }
        limitPackets.ifPresent(Shaping::checkLimit);
        if (engine == Engine.NETEM) {
            beyondNetem(parts).ifPresent(what -> {
                throw new BadValueException("netem cannot do " + what, Remedy.of("write", "engine", "queue").then(", or leave engine out"));
            });
        }
    }

    /** Returns the part of a type; empty where there is none. */
    public <T extends ShapingPart> Optional<T> part(Class<T> type) {
        return part(parts, type);
    }

    private static <T extends ShapingPart> Optional<T> part(List<ShapingPart> parts, Class<T> type) {
        return parts.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    public Optional<Delay> delay() {
        return part(Delay.class);
    }

    public Optional<Loss> loss() {
        return part(Loss.class);
    }

    public Optional<Duplicate> duplicate() {
        return part(Duplicate.class);
    }

    public Optional<Corrupt> corrupt() {
        return part(Corrupt.class);
    }

    public Optional<Reorder> reorder() {
        return part(Reorder.class);
    }

    public Optional<Rate> rate() {
        return part(Rate.class);
    }

    public Optional<Slot> slot() {
        return part(Slot.class);
    }

    static int checkLimit(int packets) {
        if (packets < 1) {
            throw new BadValueException("not a limit: " + packets, "write 1 or more: with 0, every packet is dropped");
        }
        return packets;
    }

    /** Returns whether packets are treated differently from each other, other than by the time they take. */
    public boolean decidesAboutEachPacket() {
        return loss().isPresent() || duplicate().isPresent() || corrupt().isPresent() || reorder().isPresent();
    }

    /** Returns what sch_netem cannot do, as scenarios write it; empty where it can do all. */
    public Optional<String> beyondNetem() {
        return beyondNetem(parts);
    }

    private static Optional<String> beyondNetem(List<ShapingPart> parts) {
        return parts.stream().flatMap(part -> part.beyondNetem().stream()).findFirst();
    }

    /** Tells whether any part decides at random. */
    public boolean isRandom() {
        return parts.stream().anyMatch(ShapingPart::isRandom);
    }

    /**
     * Returns how many packets may be held at once: the scenario's limit, or else twice the 1500-byte packets that are held at the
     * same time, 1000 at least. Without a rate, 10 Gbit/s are assumed, and at most 250000 packets, so that a forgotten fault cannot
     * exhaust the host's memory.
     */
    public int limit() {
        return limitPackets.orElseGet(() -> rate().isPresent()
            ? enough(rate().get().rate(), held())
            : Math.min(enough(FASTEST, held()), MOST_WITHOUT_RATE));
    }

    /** Returns the usual longest time for which a packet is held, apart from waiting for its turn at the rate. */
    public Duration held() {
        return held(parts);
    }

    private static Duration held(List<ShapingPart> parts) {
        return parts.stream().map(ShapingPart::held).reduce(Duration.ZERO, Duration::plus);
    }

    /** @throws BadValueException when packets of a link without overload would be dropped for lack of room */
    static void checkLimit(OptionalInt limitPackets, BitRate rate, Duration held) {
        double underWay = underWay(rate, held);
        if (underWay * MARGIN > Integer.MAX_VALUE) {
            throw new BadValueException(rate + " for " + Durations.format(held) + " are more packets than can be held",
                "make the rate lower or the delay shorter");
        }
        if (limitPackets.isPresent() && limitPackets.getAsInt() < underWay) {
            throw new BadValueException("limit " + limitPackets.getAsInt() + " is too small for " + rate + " and "
                + Durations.format(held) + ": " + (long) underWay + " packets of " + PACKET_BYTES + " bytes are on their way at once",
                Remedy.of("write", "limit", enough(rate, held)).then(", or leave it out"));
        }
    }

    static int enough(BitRate rate, Duration held) {
        return (int) Math.max(LEAST_LIMIT, Math.min(underWay(rate, held) * MARGIN, Integer.MAX_VALUE));
    }

    private static double underWay(BitRate rate, Duration held) {
        return Math.ceil((double) rate.bytesPerSecond() * held.toNanos() / 1e9 / PACKET_BYTES);
    }

    /**
     * Returns a shaping between this one and another of the same parts: numbers are interpolated linearly, other values are this
     * one's.
     *
     * @param fraction 0 for this one, 1 for the other
     */
    public Shaping interpolated(Shaping to, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("not between 0 and 1: fraction=" + fraction);
        }
        return new Shaping(parts.stream().map(part -> to.parts.stream().filter(other -> ShapingKey.of(other) == ShapingKey.of(part)).findFirst()
            .map(other -> part.interpolated(other, fraction)).orElse(part)).toList(), limitPackets, ecn, engine);
    }

    @Override
    public EffectKind kind() {
        return parts.stream().anyMatch(ShapingPart::isDamage) ? EffectKind.DAMAGE : EffectKind.SLOW;
    }

    @Override
    public String key() {
        return form().firstKey();
    }

    /** Returns the shaping as scenarios write it, for example {@code delay: 100ms, loss: 2%}. */
    @Override
    public String toString() {
        return form().entries();
    }

    private FlowMapping form() {
        FlowMapping form = new FlowMapping();
        parts.forEach(part -> form.add(ShapingKey.of(part).word(), part));
        SETTINGS.forEach(key -> key.written(this).ifPresent(value -> form.add(key.word(), value)));
        return form;
    }
}
