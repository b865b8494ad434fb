package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;

/** The expected observations of a probe. */
public sealed interface ProbeExpectation extends Expectation {

    /** Returns the probe's name. */
    String probe();

    /** Expects the probe to be down within {@code limit}, more than 0, each time after the fault fires. */
    record DownWithin(String probe, Duration limit, String fault) implements ProbeExpectation {

        public DownWithin {
            Expectation.checkLimit(limit);
        }

        @Override
        public String toString() {
            return about(probe).add("down-within", Durations.format(limit)).add("of", fault).toString();
        }
    }

    /** Expects the probe to be up again within {@code limit}, more than 0, each time after the fault heals. */
    record UpWithin(String probe, Duration limit, String fault) implements ProbeExpectation {

        public UpWithin {
            Expectation.checkLimit(limit);
        }

        @Override
        public String toString() {
            return about(probe).add("up-within", Durations.format(limit)).add("after", fault).toString();
        }
    }

    /** Expects the probe never to be down after it was up. */
    record StaysUp(String probe) implements ProbeExpectation {
        @Override
        public String toString() {
            return about(probe).add("stays-up", true).toString();
        }
    }

    /** Expects the probe to fail so many times in a row that its state is failed. */
    record FailedAfter(String probe, int attempts) implements ProbeExpectation {

        public FailedAfter {
            checkAttempts(attempts);
        }

        static int checkAttempts(int attempts) {
            if (attempts < 1) {
                throw new BadValueException("not a number of attempts: " + attempts, "write 1 or more");
            }
            return attempts;
        }

        @Override
        public String toString() {
            return about(probe).add("failed-after", attempts).toString();
        }
    }

    private static FlowMapping about(String probe) {
        return new FlowMapping().add("probe", probe);
    }
}
