package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Keyword;
import java.time.Duration;
import java.util.Optional;

/**
 * The expected outcome of a fault. Measured values must be within a tolerance; the default tolerance is what the number of packets
 * cannot tell apart.
 */
public sealed interface FaultExpectation extends Expectation {

    /** Returns the fault's name. */
    String fault();

    /**
     * Expects that senders were not told while the fault was in force: no FIN, no RST and no ICMP error on the wire; or that they
     * were.
     */
    record Silent(String fault, boolean silent) implements FaultExpectation {
        @Override
        public String toString() {
            return about(fault).add("silent", silent).toString();
        }
    }

    /** Expects that at least so many packets matched, in all targets and both directions together. */
    record Matched(String fault, long atLeast) implements FaultExpectation {

        public Matched {
            checkCount(atLeast);
        }

        static long checkCount(long packets) {
            if (packets < 1) {
                throw new BadValueException("not a number of packets to expect: " + packets, "write 1 or more");
            }
            return packets;
        }

        @Override
        public String toString() {
            return about(fault).add("matched-at-least", atLeast).toString();
        }
    }

    /**
     * Expects a share of lost packets.
     *
     * @param within in percentage points: 10% within 2% is 8% to 12%
     */
    record LossWithin(String fault, Probability loss, Optional<Probability> within) implements FaultExpectation {
        @Override
        public String toString() {
            return tolerated(about(fault).add("loss", loss), within);
        }
    }

    /**
     * Expects a share of packets, one way, that arrive twice, damaged or ahead of an earlier one.
     *
     * @param within in percentage points
     */
    record ShareWithin(String fault, What what, Probability share, Optional<Probability> within) implements FaultExpectation {

        /** The effects that are expected as a share of packets. */
        public enum What implements Keyword {
            DUPLICATE, CORRUPT, REORDER
        }

        @Override
        public String toString() {
            return tolerated(about(fault).add(what.word(), share), within);
        }
    }

    /** Expects a median of the time for which packets were held, one way. */
    record DelayWithin(String fault, Duration delay, Optional<Duration> within) implements FaultExpectation {

        public DelayWithin {
            Delay.checkTime(delay);
        }

        @Override
        public String toString() {
            return tolerated(about(fault).add("delay", Durations.format(delay)), within.map(Durations::format));
        }
    }

    /**
     * Expects a rate of packets, one way, while more were waiting.
     *
     * @param within a share of the rate: 1mbit within 5% is 950kbit to 1.05mbit
     */
    record RateWithin(String fault, BitRate rate, Optional<Probability> within) implements FaultExpectation {
        @Override
        public String toString() {
            return tolerated(about(fault).add("rate", rate), within);
        }
    }

    private static FlowMapping about(String fault) {
        return new FlowMapping().add("fault", fault);
    }

    private static String tolerated(FlowMapping form, Optional<?> within) {
        within.ifPresent(tolerance -> form.add("within", tolerance));
        return form.toString();
    }
}
