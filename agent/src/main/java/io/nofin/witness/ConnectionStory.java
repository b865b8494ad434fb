package io.nofin.witness;

import io.nofin.witness.measure.FlowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one TCP connection did about one cut, as its host's wire tells. A segment that a drop takes away on its way out never gets
 * there: the host's own retransmissions show only where the fault lets them out, those of its peer always.
 *
 * @param connection  outwards
 * @param sentAgain   when the host sent something again, from the beginning of the cut
 * @param heardAgain  when something came in again, likewise
 * @param firstData   from the heal to the first payload either way; empty when none came
 * @param answered    from the heal to the first segment the other way after that
 * @param complete    whether this is all there was
 */
public record ConnectionStory(
        FlowKey connection, List<Duration> sentAgain, List<Duration> heardAgain,
        Optional<Duration> firstData, Optional<Duration> answered, boolean complete) {

    public ConnectionStory {
        sentAgain = List.copyOf(sentAgain);
        heardAgain = List.copyOf(heardAgain);
    }

    /** From the beginning of the cut to the first sign that one end missed something; empty when there was none. */
    public Optional<Duration> detected() {
        Optional<Duration> sent = sentAgain.stream().findFirst();
        Optional<Duration> heard = heardAgain.stream().findFirst();
        return sent.isEmpty() || heard.isPresent() && heard.get().compareTo(sent.get()) < 0 ? heard : sent;
    }

    /** What lies between one retransmission and the next, with exponential backoff twice as much every time. */
    public static List<Duration> spacing(List<Duration> retransmissions) {
        List<Duration> spacing = new ArrayList<>();
        for (int i = 1; i < retransmissions.size(); i++) {
            spacing.add(retransmissions.get(i).minus(retransmissions.get(i - 1)));
        }
        return spacing;
    }

    /**
     * Of every connection that had a packet.
     *
     * @param sweep from some time before the cut, so that what is sent again is known, to some time after
     */
    static List<ConnectionStory> of(Selection selection, Stretch cut, Sweep sweep) {
        Map<FlowKey, Teller> tellers = new LinkedHashMap<>();
        for (Seen seen : sweep.packets()) {
            if (seen.ip().protocol() == IpHeader.TCP && selection.isOfConnections(seen)) {
                FlowKey flow = Sightings.flow(seen);
                TcpHeader.of(seen).ifPresent(tcp -> tellers
                    .computeIfAbsent(seen.isOutgoing() ? flow : flow.reversed(), any -> new Teller(cut)).hear(seen, tcp));
            }
        }
        List<ConnectionStory> stories = new ArrayList<>();
        tellers.forEach((connection, teller) -> stories.add(teller.story(connection, sweep.isComplete())));
        return stories;
    }

    /** Follows one connection. */
    private static final class Teller {

        private final Stretch cut;
        private final Map<Boolean, Long> ends = new HashMap<>();
        private final Map<Boolean, List<Duration>> again = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
        private Optional<Duration> firstData = Optional.empty();
        private Optional<Duration> answered = Optional.empty();
        private boolean dataWentOut;

        Teller(Stretch cut) {
            this.cut = cut;
        }

        void hear(Seen seen, TcpHeader tcp) {
            boolean out = seen.isOutgoing();
            if (tcp.extent() > 0 && isAgain(out, tcp) && cut.contains(seen.nanos())) {
                again.get(out).add(Duration.ofNanos(seen.nanos() - cut.fromNanos()));
            }
            long sinceHeal = seen.nanos() - cut.toNanos();
            if (sinceHeal > 0 && firstData.isEmpty() && tcp.payloadLength() > 0) {
                firstData = Optional.of(Duration.ofNanos(sinceHeal));
                dataWentOut = out;
            } else if (sinceHeal > 0 && firstData.isPresent() && answered.isEmpty() && out != dataWentOut) {
                answered = Optional.of(Duration.ofNanos(sinceHeal));
            }
        }

        private boolean isAgain(boolean out, TcpHeader tcp) {
            long end = tcp.sequence() + tcp.extent();
            Long highest = ends.get(out);
            boolean isNew = highest == null || (int) (end - highest) > 0;
            if (isNew) {
                ends.put(out, end);
            }
            return !isNew;
        }

        ConnectionStory story(FlowKey connection, boolean complete) {
            return new ConnectionStory(connection, again.get(true), again.get(false), firstData, answered, complete);
        }
    }
}
