package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.unit.Remedy;
import io.nofin.yaml.FlowMapping;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Which packets vanish, silently. See tc-netem(8) for the random ones. */
public sealed interface Loss {

    /** Whether it counts packets instead of tossing coins: each fault counts its own, from 1. */
    default boolean isExact() {
        return false;
    }

    /** Between two losses of the same kind; what cannot be interpolated stays until {@code fraction} is 1. */
    default Loss interpolated(Loss to, double fraction) {
        return fraction < 1 ? this : to;
    }

    /** As scenarios write it, for example {@code 5%} or <code>{ every: 10 }</code>. */
    @Override
    String toString();

    /** Each packet by itself, or following the one before. */
    record Random(Probability probability, Probability correlation) implements Loss {

        public static Random of(Probability probability) {
            return new Random(probability, Probability.ZERO);
        }

        public Random withProbability(Probability other) {
            return new Random(other, correlation);
        }

        @Override
        public Loss interpolated(Loss to, double fraction) {
            return to instanceof Random other
                ? new Random(probability.interpolated(other.probability, fraction),
                    correlation.interpolated(other.correlation, fraction))
                : Loss.super.interpolated(to, fraction);
        }

        @Override
        public String toString() {
            return new FlowMapping().add("probability", probability).addUnless(Probability.ZERO, "correlation", correlation).orShort();
        }
    }

    /**
     * Bursts: the line is in a good state or in a bad one.
     *
     * @param p         from good to bad
     * @param r         from bad to good
     * @param oneMinusH loss in the bad state
     * @param oneMinusK loss in the good state
     */
    record GilbertElliott(Probability p, Probability r, Probability oneMinusH, Probability oneMinusK) implements Loss {

        private static final double ROUNDING = 1e-9;

        /** With tc's defaults: all is lost in the bad state, nothing in the good one, and states do not last. */
        public static GilbertElliott of(Probability p) {
            return new GilbertElliott(p, p.complement(), Probability.ONE, Probability.ZERO);
        }

        /**
         * Loses packets in runs, and as many of all as told: the simple Gilbert model, whose mean holds whatever the length of its runs.
         *
         * @param mean    of all packets
         * @param packets how long runs are, on the average
         * @throws BadValueException when so many cannot be lost in runs so short
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
        public Loss interpolated(Loss to, double fraction) {
            return to instanceof GilbertElliott other
                ? new GilbertElliott(p.interpolated(other.p, fraction), r.interpolated(other.r, fraction),
                    oneMinusH.interpolated(other.oneMinusH, fraction), oneMinusK.interpolated(other.oneMinusK, fraction))
                : Loss.super.interpolated(to, fraction);
        }

        @Override
        public String toString() {
            return "{ gilbert-elliott: "
                + new FlowMapping().add("p", p).add("r", r).add("1-h", oneMinusH).add("1-k", oneMinusK) + " }";
        }
    }

    /**
     * A Markov chain of four states: 1 received within a gap, 2 received within a burst, 3 lost within a burst, 4 lost within a
     * gap. Each {@code pXY} goes from state X to state Y; from 4 it goes back to 1 always.
     */
    record FourState(Probability p13, Probability p31, Probability p32, Probability p23, Probability p14) implements Loss {

        private static final double ROUNDING = 1e-9;

        public FourState {
            checkSum("p13", p13, "p14", p14);
            checkSum("p31", p31, "p32", p32);
        }

        /** With tc's defaults: bursts do not last, and have nothing received within. */
        public static FourState of(Probability p13) {
            return new FourState(p13, p13.complement(), Probability.ZERO, Probability.ONE, Probability.ZERO);
        }

        /** The kernel adds the two in 32 bits, and what is over would wrap around; see loss_4state() in net/sched/sch_netem.c. */
        private static void checkSum(String one, Probability first, String other, Probability second) {
            if (first.value() + second.value() > 1 + ROUNDING) {
                throw new BadValueException(one + " " + first + " and " + other + " " + second + " are more than 100% together",
                    "make one of them smaller: both leave the same state");
            }
        }

        @Override
        public Loss interpolated(Loss to, double fraction) {
            return to instanceof FourState other
                ? new FourState(p13.interpolated(other.p13, fraction), p31.interpolated(other.p31, fraction),
                    p32.interpolated(other.p32, fraction), p23.interpolated(other.p23, fraction),
                    p14.interpolated(other.p14, fraction))
                : Loss.super.interpolated(to, fraction);
        }

        @Override
        public String toString() {
            return "{ markov: " + new FlowMapping().add("p13", p13).add("p31", p31).add("p32", p32).add("p23", p23).add("p14", p14) + " }";
        }
    }

    /** The n-th packet, the 2n-th, and so on. */
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
            return "{ every: " + n + " }";
        }
    }

    /** The first n packets. */
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
            return "{ first: " + n + " }";
        }
    }

    /** @param numbers of the packets, from 1, all different; kept in ascending order */
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
            return "{ packets: " + numbers + " }";
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
