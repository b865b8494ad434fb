package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.unit.Remedy;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * What a poor line does to packets: the parameters of one netem, with the meaning that tc-netem(8) gives them. One component at
 * least is present; those present all work on every packet. Made by {@link ShapingBuilder}.
 *
 * @param limitPackets how many packets may be held at once, 1 or more, where the scenario says so; ask {@link #limit()}
 * @param ecn          whether a packet that would be lost is marked instead, if it can be
 */
public record Shaping(
        Optional<Delay> delay,
        Optional<Loss> loss,
        Optional<Duplicate> duplicate,
        Optional<Corrupt> corrupt,
        Optional<Reorder> reorder,
        Optional<Rate> rate,
        OptionalInt limitPackets,
        boolean ecn,
        Optional<Slot> slot,
        Engine engine) implements Effect {

    private static final int LEAST_LIMIT = 1_000;               // tc's default
    private static final int MOST_WITHOUT_RATE = 250_000;       // some 600 MB of packets
    private static final int MARGIN = 2;                        // packets may be shorter than the longest
    private static final int PACKET_BYTES = 1_500;
    private static final BitRate FASTEST = new BitRate(10_000_000_000L);

    public Shaping {
        if (Stream.of(delay, loss, duplicate, corrupt, reorder, rate, slot).allMatch(Optional::isEmpty)) {
            throw new BadValueException("shapes nothing", "add one of delay, loss, duplicate, corrupt, reorder, rate, slot");
        }
        if (reorder.isPresent() && delay.isEmpty()) {
            throw new BadValueException("reorder without delay", Remedy.of("add for example", "delay", "10ms").then(": it is what some packets get past"));
        }
        if (ecn && loss.isEmpty()) {
            throw new BadValueException("ecn without loss", Remedy.of("add for example", "loss", "1%").then(": it is what some packets are marked instead of"));
        }
        Duration held = held(delay, slot);
        rate.ifPresent(line -> checkLimit(limitPackets, line.rate(), held));
        limitPackets.ifPresent(Shaping::checkLimit);
        if (engine == Engine.NETEM) {
            beyondNetem(loss, corrupt, rate).ifPresent(what -> {
                throw new BadValueException("netem cannot do " + what, Remedy.of("write", "engine", "queue").then(", or leave engine out"));
            });
        }
    }

    static int checkLimit(int packets) {
        if (packets < 1) {
            throw new BadValueException("not a limit: " + packets, "write 1 or more: with 0, every packet is dropped");
        }
        return packets;
    }

    /** The part that sch_netem has nothing for, as scenarios write it; empty where it can do all. */
    public Optional<String> beyondNetem() {
        return beyondNetem(loss, corrupt, rate);
    }

    private static Optional<String> beyondNetem(Optional<Loss> loss, Optional<Corrupt> corrupt, Optional<Rate> rate) {
        return Stream.of(
            loss.filter(Loss::isExact).map(exact -> "loss: " + exact),
            corrupt.filter(Corrupt::fixChecksum).map(fixing -> "corrupt: { checksum: fix }"),
            rate.flatMap(Rate::burst).map(burst -> "rate: { burst: " + burst + " }")).flatMap(Optional::stream).findFirst();
    }

    /** Whether any of it is left to chance. */
    public boolean isRandom() {
        boolean lost = loss.filter(some -> !some.isExact()
            && !(some instanceof Loss.Random even && isCertain(even.probability()))).isPresent();
        return lost || slot.isPresent()
            || delay.filter(some -> !some.jitter().isZero()).isPresent()
            || duplicate.filter(some -> !isCertain(some.probability())).isPresent()
            || corrupt.filter(some -> !some.probability().equals(Probability.ZERO)).isPresent()
            || reorder.filter(some -> !isCertain(some.probability())).isPresent();
    }

    private static boolean isCertain(Probability probability) {
        return probability.equals(Probability.ZERO) || probability.equals(Probability.ONE);
    }

    /**
     * How many packets may be held at once: what the scenario says, or else twice the 1500-byte packets that are on their way
     * together, 1000 at least. Without a rate that is reckoned with 10 Gbit/s, and with 250000 packets at most, so that a
     * forgotten fault cannot eat the host's memory.
     */
    public int limit() {
        return limitPackets.orElseGet(() -> rate.isPresent()
            ? enough(rate.get().rate(), held())
            : Math.min(enough(FASTEST, held()), MOST_WITHOUT_RATE));
    }

    /** How long a packet is held at the usual most, its turn on a line of the rate not counted. */
    public Duration held() {
        return held(delay, slot);
    }

    private static Duration held(Optional<Delay> delay, Optional<Slot> slot) {
        Duration delayed = delay.map(some -> some.time().plus(some.jitter())).orElse(Duration.ZERO);
        return delayed.plus(slot.map(Slot::longest).orElse(Duration.ZERO));
    }

    /** @throws BadValueException when packets of a line that is not overloaded would be dropped for want of room */
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
     * Part of the way to other values of the same components: numbers on a straight line, all else as it is here.
     *
     * @param fraction 0 is this one, 1 is the other
     */
    public Shaping interpolated(Shaping to, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("not between 0 and 1: fraction=" + fraction);
        }
        return new Shaping(
            between(delay, to.delay, (one, other) -> one.interpolated(other, fraction)),
            between(loss, to.loss, (one, other) -> one.interpolated(other, fraction)),
            between(duplicate, to.duplicate, (one, other) -> one.interpolated(other, fraction)),
            between(corrupt, to.corrupt, (one, other) -> one.interpolated(other, fraction)),
            between(reorder, to.reorder, (one, other) -> one.interpolated(other, fraction)),
            between(rate, to.rate, (one, other) -> one.interpolated(other, fraction)),
            limitPackets, ecn, slot, engine);
    }

    private static <T> Optional<T> between(Optional<T> one, Optional<T> other, BinaryOperator<T> interpolation) {
        return one.isPresent() && other.isPresent() ? Optional.of(interpolation.apply(one.get(), other.get())) : one;
    }

    @Override
    public EffectKind kind() {
        return Stream.of(loss, duplicate, corrupt, reorder).anyMatch(Optional::isPresent) ? EffectKind.DAMAGE : EffectKind.SLOW;
    }

    @Override
    public String key() {
        return form().firstKey();
    }

    /** As scenarios write it, for example {@code delay: 100ms, loss: 2%}. */
    @Override
    public String toString() {
        return form().entries();
    }

    private FlowMapping form() {
        FlowMapping form = new FlowMapping().addIfPresent("delay", delay).addIfPresent("loss", loss).addIfPresent("duplicate", duplicate)
            .addIfPresent("corrupt", corrupt).addIfPresent("reorder", reorder).addIfPresent("rate", rate).addIfPresent("slot", slot);
        limitPackets.ifPresent(packets -> form.add("limit", packets));
        return form.addUnless(false, "ecn", ecn).addUnless(Engine.AUTO.word(), "engine", engine.word());
    }
}
