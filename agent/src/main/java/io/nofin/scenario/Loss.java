package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.unit.Remedy;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Loses packets silently. See tc-netem(8) for the random kinds. */
public sealed interface Loss extends ShapingPart {

    /** Tells whether it counts packets instead of deciding at random. Each fault counts its own, from 1. */
    default boolean isExact() {
        return false;
    }

    @Override
    default boolean isDamage() {
        return true;
    }

    @Override
    default boolean isRandom() {
        return !isExact();
    }

    @Override
    default Optional<String> beyondNetem() {
        return isExact() ? Optional.of("loss: " + this) : Optional.empty();
    }

    /** Returns a loss between two of the same kind. Values that cannot be interpolated stay until {@code fraction} is 1. */
    @Override
    default Loss interpolated(ShapingPart to, double fraction) {
        return fraction < 1 ? this : (Loss) to;
    }

    /** Returns the value as scenarios write it, for example {@code 5%} or <code>{ every: 10 }</code>. */
    @Override
    String toString();

    /** Loses each packet independently, or correlated with the one before. */
    record Random(Probability probability, Probability correlation) implements Loss, CorrelatedPart {

        public static Random of(Probability probability) {
            return new Random(probability, Probability.ZERO);
        }

        public Random withProbability(Probability other) {
            return new Random(other, correlation);
        }

        @Override
        public boolean isRandom() {
            return CorrelatedPart.super.isRandom();
        }

        @Override
        public boolean isDamage() {
            return true;
        }

        @Override
        public Loss interpolated(ShapingPart to, double fraction) {
            return to instanceof Random other
                ? new Random(probability.interpolated(other.probability, fraction),
                    correlation.interpolated(other.correlation, fraction))
                : Loss.super.interpolated(to, fraction);
        }

        @Override
        public String toString() {
            return LossForm.written(this);
        }
    }

    /**
     * Loses packets in bursts, by a good and a bad state of the link.
     *
     * @param p         the probability from good to bad
     * @param r         the probability from bad to good
     * @param oneMinusH the loss in the bad state
     * @param oneMinusK the loss in the good state
     */
    record GilbertElliott(Probability p, Probability r, Probability oneMinusH, Probability oneMinusK) implements Loss {

        private static final double ROUNDING = 1e-9;

        static final LongForm<GilbertElliott> FORM = LongForm.of("a Gilbert-Elliott model", "{ p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% }", of(Probability.ZERO),
            Key.of("p", KeyType.PERCENTAGE.called("a percentage", "1%"), (loss, value) -> of(value), GilbertElliott::p, "The probability from the good state to the bad one."),
            Key.of("r", KeyType.PERCENTAGE, (loss, value) -> new GilbertElliott(loss.p, value, loss.oneMinusH, loss.oneMinusK), GilbertElliott::r,
                "The probability from the bad state to the good one. Default: what p leaves to 100%."),
            Key.of("1-h", KeyType.PERCENTAGE, (loss, value) -> new GilbertElliott(loss.p, loss.r, value, loss.oneMinusK), GilbertElliott::oneMinusH,
                "The loss in the bad state. Default: 100%."),
            Key.of("1-k", KeyType.PERCENTAGE, (loss, value) -> new GilbertElliott(loss.p, loss.r, loss.oneMinusH, value), GilbertElliott::oneMinusK,
                "The loss in the good state. Default: 0%."));

        /**
         * Returns the model with tc's defaults: all packets are lost in the bad state and none in the good one, and the bad state
         * does not last.
         */
        public static GilbertElliott of(Probability p) {
            return new GilbertElliott(p, p.complement(), Probability.ONE, Probability.ZERO);
        }

        /**
         * Returns the simple Gilbert model that loses packets in runs, with the given mean whatever the length of its runs.
         *
         * @param mean    the share of all packets that are lost
         * @param packets the mean length of runs
         * @throws BadValueException when so many packets cannot be lost in runs so short
         */
        public static GilbertElliott ofBursts(Probability mean, int packets) {
            double share = mean.value();
            if (packets < 1) {
                throw new BadValueException("no such burst: " + packets + " packets", "write 1 or more");
            }
            int least = share == 1 ? Integer.MAX_VALUE : Math.max(1, (int) Math.ceil(share / (1 - share) - ROUNDING));
            if (packets < least) {
                String what = "bursts of " + packets + " packets do not lose " + mean;
                throw share == 1 ? new BadValueException(what, "leave burst out")
                    : new BadValueException(what, Remedy.of("write", "burst", least).then(" or more"));
            }
            double back = 1.0 / packets;
            return new GilbertElliott(new Probability(Math.min(1, back * share / (1 - share))), new Probability(back), Probability.ONE, Probability.ZERO);
        }

        @Override
        public Loss interpolated(ShapingPart to, double fraction) {
            return to instanceof GilbertElliott other
                ? new GilbertElliott(p.interpolated(other.p, fraction), r.interpolated(other.r, fraction),
                    oneMinusH.interpolated(other.oneMinusH, fraction), oneMinusK.interpolated(other.oneMinusK, fraction))
                : Loss.super.interpolated(to, fraction);
        }

        @Override
        public String toString() {
            return LossForm.written(this);
        }
    }

    /**
     * A Markov chain of four states: 1 received within a gap, 2 received within a burst, 3 lost within a burst, 4 lost within a gap.
     * Each {@code pXY} is the probability from state X to state Y; state 4 always goes back to 1.
     */
    record FourState(Probability p13, Probability p31, Probability p32, Probability p23, Probability p14) implements Loss {

        private static final double ROUNDING = 1e-9;

        static final LongForm<FourState> FORM = LongForm.of("a Markov model", "{ p13: 1%, p31: 10% }", of(Probability.ZERO),
            Key.of("p13", KeyType.PERCENTAGE.called("a percentage", "1%"), (loss, value) -> of(value), FourState::p13, "The probability from received to lost, within a burst."),
            Key.of("p31", KeyType.PERCENTAGE, (loss, value) -> new FourState(loss.p13, value, loss.p32, loss.p23, loss.p14), FourState::p31,
                "The probability from lost to received. Default: what p13 leaves to 100%."),
            Key.of("p32", KeyType.PERCENTAGE, (loss, value) -> new FourState(loss.p13, loss.p31, value, loss.p23, loss.p14), FourState::p32,
                "The probability from lost to received within a burst. Default: 0%."),
            Key.of("p23", KeyType.PERCENTAGE, (loss, value) -> new FourState(loss.p13, loss.p31, loss.p32, value, loss.p14), FourState::p23,
                "The probability from received within a burst to lost. Default: 100%."),
            Key.of("p14", KeyType.PERCENTAGE, (loss, value) -> new FourState(loss.p13, loss.p31, loss.p32, loss.p23, value), FourState::p14,
                "The probability from received to a single loss. Default: 0%."));

        public FourState {
            checkSum("p13", p13, "p14", p14);
            checkSum("p31", p31, "p32", p32);
        }

        /** Returns the model with tc's defaults: bursts do not last, and no packet is received within one. */
        public static FourState of(Probability p13) {
            return new FourState(p13, p13.complement(), Probability.ZERO, Probability.ONE, Probability.ZERO);
        }

        /**
         * Checks a sum that the kernel computes in 32 bits, where more than 100% would wrap around; see loss_4state() in
         * net/sched/sch_netem.c.
         */
        private static void checkSum(String one, Probability first, String other, Probability second) {
            if (first.value() + second.value() > 1 + ROUNDING) {
                throw new BadValueException(one + " " + first + " and " + other + " " + second + " are more than 100% together",
                    "make one of them smaller: both leave the same state");
            }
        }

        @Override
        public Loss interpolated(ShapingPart to, double fraction) {
            return to instanceof FourState other
                ? new FourState(p13.interpolated(other.p13, fraction), p31.interpolated(other.p31, fraction),
                    p32.interpolated(other.p32, fraction), p23.interpolated(other.p23, fraction),
                    p14.interpolated(other.p14, fraction))
                : Loss.super.interpolated(to, fraction);
        }

        @Override
        public String toString() {
            return LossForm.written(this);
        }
    }

    /** Loses the n-th packet, the 2n-th, and so on. */
    record Every(int n) implements Loss {

        public Every {
            checkCount(n);
        }

        @Override
        public boolean isExact() {
            return true;
        }

        @Override
        public String toString() {
            return LossForm.written(this);
        }
    }

    /** Loses the first n packets. */
    record First(int n) implements Loss {

        public First {
            checkCount(n);
        }

        @Override
        public boolean isExact() {
            return true;
        }

        @Override
        public String toString() {
            return LossForm.written(this);
        }
    }

    /** @param numbers the numbers of packets, from 1, all different; kept in ascending order */
    record Packets(List<Integer> numbers) implements Loss {

        public Packets {
            numbers = numbers.stream().map(Objects::requireNonNull).sorted().toList();
            if (numbers.isEmpty()) {
                throw new BadValueException("no packets", Remedy.of("write for example", "packets", "[3, 7]"));
            }
            checkCount(numbers.get(0));
            if (new HashSet<>(numbers).size() < numbers.size()) {
                throw new BadValueException("a packet is named twice: " + numbers, "remove one");
            }
        }

        @Override
        public boolean isExact() {
            return true;
        }

        @Override
        public String toString() {
            return LossForm.written(this);
        }
    }

    /** @throws BadValueException unless packets can be counted by it: they count from 1 */
    static int checkCount(int n) {
        if (n < 1) {
            throw new BadValueException("no such packet: " + n, "packets count from 1");
        }
        return n;
    }
}
