package io.nofin.witness;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Shaping;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Order;
import io.nofin.witness.measure.Pairing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pings and their answers, which tell what a fault did to packets on their way in: a capture sees them before the fault, but the kernel answers each that
 * comes through, at once, in the order in which they come, and not those that were damaged.
 */
final class Answers {

    private static final int ECHO_4 = 8;
    private static final int ECHO_REPLY_4 = 0;
    private static final int ECHO_6 = 128;
    private static final int ECHO_REPLY_6 = 129;
    private static final int IDENTIFIER = 4;        // behind type, code and checksum; the number follows

    private final boolean bothWays;
    private final Map<Object, Integer> answers = new LinkedHashMap<>();
    private final Order order = new Order();
    private long replies;

    private Answers(boolean bothWays) {
        this.bothWays = bothWays;
    }

    /**
     * Counts answers.
     *
     * @param captureSlice      of the time that the fault was in force
     * @param answerable of that, when a ping can have been answered since
     */
    static Answers of(Selection selection, CaptureSlice captureSlice, TimeSpan answerable) {
        Answers answers = new Answers(selection.selector().direction() == Direction.BOTH);
        captureSlice.packets().stream().filter(selection::isOfConnections).forEach(seen -> {
            if (seen.isIncoming() && isRequest(seen) && answerable.contains(seen.nanos())) {
                answers.answers.putIfAbsent(key(seen, true), 0);
            } else if (seen.isOutgoing() && isReply(seen)) {
                answers.take(seen);
            }
        });
        return answers;
    }

    /** Returns whether a packet is an echo request, captured up to its number. */
    static boolean isRequest(CapturedPacket seen) {
        return is(seen, ECHO_4, ECHO_6);
    }

    /** Returns whether a packet is an echo reply, captured up to its number. */
    static boolean isReply(CapturedPacket seen) {
        return is(seen, ECHO_REPLY_4, ECHO_REPLY_6);
    }

    private static boolean is(CapturedPacket seen, int type4, int type6) {
        int protocol = seen.ip().protocol();
        return seen.ip().payload() + IDENTIFIER + Integer.BYTES <= seen.frame().bytes().length
            && (protocol == IpHeader.ICMP && seen.packet().icmpType() == type4 || protocol == IpHeader.ICMPV6 && seen.packet().icmpType() == type6);
    }

    private static List<Object> key(CapturedPacket seen, boolean asked) {
        return List.of(asked ? PacketObservations.flow(seen).reversed() : PacketObservations.flow(seen),
            Bytes.u32(seen.frame().bytes(), seen.ip().payload() + IDENTIFIER));
    }

    private void take(CapturedPacket reply) {
        Object key = key(reply, false);
        if (answers.computeIfPresent(key, (ping, count) -> count + 1) != null) {
            replies++;
            if (answers.get(key) == 1) {
                byte[] bytes = reply.frame().bytes();
                int at = reply.ip().payload() + IDENTIFIER;
                order.numbered(List.of(PacketObservations.flow(reply), Bytes.u16(bytes, at)), Bytes.u16(bytes, at + 2));
            }
        }
    }

    List<Measure> measure(Judge judge) {
        Shaping asked = judge.asked();
        List<Measure> measures = new ArrayList<>();
        Optional<String> lossy = asked.loss().map(loss -> "the fault loses some of the pings");
        if (asked.duplicate().isPresent()) {
            measures.add(in(judge.because(lossy).duplicates(duplicates())));
        }
        if (asked.corrupt().isPresent()) {
            boolean fixed = asked.corrupt().filter(damage -> damage.fixChecksum()).isPresent();
            measures.add(in(judge.because(fixed ? Optional.of("checksums were made right again") : lossy).damage(damage())));
        }
        if (asked.reorder().isPresent()) {
            Optional<String> mixed = bothWays ? Optional.of("answers are reordered as well: it takes one direction at a time") : Optional.empty();
            measures.add(in(judge.because(mixed).overtaking(order.pairing())));
        }
        return measures;
    }

    private static Measure in(Measure measure) {
        return new Measure(measure.what() + " in", measure.unit(), measure.asked(), measure.seen(), measure.interval(), measure.samples(),
            measure.verdict());
    }

    /** Counts duplicates. Where answers are duplicated as well, there are (1 + p) times (1 + p) of each. */
    private Pairing duplicates() {
        long answered = answers.values().stream().filter(count -> count > 0).count();
        double each = answered == 0 ? 1 : (double) replies / answered;
        return new Pairing(answered, 0, Math.round(((bothWays ? Math.sqrt(each) : each) - 1) * answered), 0, 0, 0, 0, 0, List.of());
    }

    private Pairing damage() {
        long damaged = answers.values().stream().filter(count -> count == 0).count();
        return new Pairing(answers.size(), 0, 0, 0, answers.size(), damaged, 0, 0, List.of());
    }
}
