package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An event by which a step begins, instead of by the clock.
 *
 * @param event  the event; only one after the start of the timeline counts
 * @param plus   the time from the event to the start of the step; zero or longer
 * @param within the time from the start of the timeline in which the event must come, or the run fails; longer than zero
 */
public record Trigger(Event event, Duration plus, Duration within) {

    /** The {@code within} of a trigger that does not say. */
    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(30);

    /** The kinds of events. */
    public sealed interface Event permits FaultBecomes, ProbeBecomes, PacketSeen {
    }

    /**
     * A fault fires or is healed.
     *
     * @param fault the name of a fault of another step
     * @param state what it becomes
     */
    public record FaultBecomes(String fault, FaultTurn state) implements Event {
    }

    /**
     * A probe enters a state from another one.
     *
     * @param probe its name
     * @param state the state that it enters
     */
    public record ProbeBecomes(String probe, ProbeTurn state) implements Event {
    }

    /**
     * A packet passes a target. One that a sender repeats, because it got no answer, counts once.
     *
     * @param on       the targets
     * @param selector the packets, without {@code connections}
     * @param content  what else the packet has to be
     * @param nth      the number of the packet among those that are, at each target, from 1
     * @param keep     what becomes of it
     */
    public record PacketSeen(List<String> on, Selector selector, PacketContent content, int nth, Keep keep) implements Event {

        private static final Pattern PLACE = Pattern.compile("timeline\\[\\d+\\]\\.when\\.packet");

        /** Returns the place of such a packet in a scenario, by which its rules are called in the kernel: {@code timeline[0].when.packet}. */
        public static String place(int step) {
            return "timeline[" + step + "]." + TriggerReader.KEY + "." + TriggerReader.PACKET;
        }

        /** Tells whether a name is such a place; that of a fault never is. */
        public static boolean isPlace(String name) {
            return PLACE.matcher(name).matches();
        }

        public PacketSeen {
            on = List.copyOf(on);
            PacketReader.check(selector, content, nth);
        }
    }

    public Trigger {
        if (within.isZero() || within.isNegative()) {
            throw new BadValueException("no time for it to happen", "write for example within: 30s");
        }
        if (plus.isNegative()) {
            throw new BadValueException("before the event", "make plus 0s or longer");
        }
        if (event instanceof PacketSeen packet && packet.keep() == Keep.FAULTED && !plus.isZero()) {
            throw new BadValueException("the packet would wait for its faults", "leave plus or keep out");
        }
    }

    /** Returns the trigger as scenarios write it, for example {@code fault: cut, becomes: healed}. */
    @Override
    public String toString() {
        return TriggerWriter.written(this).entries();
    }

    /** Returns the latest possible start of the step, from the start of the timeline. */
    public Duration latest() {
        return within.plus(plus);
    }
}
