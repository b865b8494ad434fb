package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;

/** What a probe noticed. */
public sealed interface ProbeExpectation extends Expectation {

    /** Its name. */
    String probe();

    /** It is down by then, each time the fault fires; {@code limit} counts from there, and is more than 0. */
    record DownWithin(String probe, Duration limit, String fault) implements ProbeExpectation {

        public DownWithin {
            Expectation.checkLimit(limit);
        }

        @Override
        public String toString() {
            return about(probe).add("down-within", Durations.format(limit)).add("of", fault).toString();
        }
    }

    /** It is up again by then, each time the fault heals; {@code limit} counts from there, and is more than 0. */
    record UpWithin(String probe, Duration limit, String fault) implements ProbeExpectation {

        public UpWithin {
            Expectation.checkLimit(limit);
        }

        @Override
        public String toString() {
            return about(probe).add("up-within", Durations.format(limit)).add("after", fault).toString();
        }
    }

    /** Once up, it is never down. */
    record StaysUp(String probe) implements ProbeExpectation {
        @Override
        public String toString() {
            return about(probe).add("stays-up", true).toString();
        }
    }

    /** It fails so often in a row, at some time, that it counts as failed. */
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
