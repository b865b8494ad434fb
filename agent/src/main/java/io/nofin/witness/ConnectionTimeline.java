package io.nofin.witness;

import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.FlowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of one TCP connection around one cut, as its host's wire shows them. A segment that a drop removes on its way out never
 * gets there: the host's own retransmissions show only where the fault lets them out, those of its peer always.
 *
 * @param connection  the connection, outwards
 * @param sentAgain   the times at which the host sent something again, from the beginning of the cut
 * @param heardAgain  the times at which something came in again, from the beginning of the cut
 * @param firstData   the time from the heal to the first payload either way; empty when none came
 * @param answered    the time from the heal to the first segment the other way after that
 * @param complete    whether no packet may be missing
 */
public record ConnectionTimeline(
        FlowKey connection, List<Duration> sentAgain, List<Duration> heardAgain,
        Optional<Duration> firstData, Optional<Duration> answered, boolean complete) {

    public ConnectionTimeline {
        sentAgain = List.copyOf(sentAgain);
        heardAgain = List.copyOf(heardAgain);
    }

    /** Returns the time from the beginning of the cut to the first sign that one end missed something; empty when there was none. */
    public Optional<Duration> detected() {
        Optional<Duration> sent = sentAgain.stream().findFirst();
        Optional<Duration> heard = heardAgain.stream().findFirst();
        return sent.isEmpty() || heard.isPresent() && heard.get().compareTo(sent.get()) < 0 ? heard : sent;
    }

    /** Returns the times between retransmissions; with exponential backoff each is twice the one before. */
    public static List<Duration> spacing(List<Duration> retransmissions) {
        List<Duration> spacing = new ArrayList<>();
        for (int i = 1; i < retransmissions.size(); i++) {
            spacing.add(retransmissions.get(i).minus(retransmissions.get(i - 1)));
        }
        return spacing;
    }

    /**
     * Returns the story of every connection that had a packet.
     *
     * @param captureSlice the packets from some time before the cut, so that repeated segments are recognised, to some time after it
     */
    static List<ConnectionTimeline> of(Selection selection, TimeSpan cut, CaptureSlice captureSlice) {
        Map<FlowKey, Teller> tellers = new LinkedHashMap<>();
        for (CapturedPacket capturedPacket : captureSlice.packets()) {
            if (capturedPacket.ip().protocol() == IpHeader.TCP && selection.isOfConnections(capturedPacket)) {
                FlowKey flow = PacketObservations.flow(capturedPacket);
                TcpHeader.of(capturedPacket).ifPresent(tcp -> tellers
                    .computeIfAbsent(capturedPacket.isOutgoing() ? flow : flow.reversed(), key -> new Teller(cut)).hear(capturedPacket, tcp));
            }
        }
        List<ConnectionTimeline> stories = new ArrayList<>();
        tellers.forEach((connection, teller) -> stories.add(teller.story(connection, captureSlice.isComplete())));
        return stories;
    }

    /** Follows one connection. */
    private static final class Teller {

        private final TimeSpan cut;
        private final Map<Boolean, Long> ends = new HashMap<>();
        private final Map<Boolean, List<Duration>> again = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
        private Optional<Duration> firstData = Optional.empty();
        private Optional<Duration> answered = Optional.empty();
        private boolean dataWentOut;

        Teller(TimeSpan cut) {
            this.cut = cut;
        }

        void hear(CapturedPacket capturedPacket, TcpHeader tcp) {
            boolean out = capturedPacket.isOutgoing();
            if (tcp.extent() > 0 && isAgain(out, tcp) && cut.contains(capturedPacket.nanos())) {
                again.get(out).add(Duration.ofNanos(capturedPacket.nanos() - cut.fromNanos()));
            }
            long sinceHeal = capturedPacket.nanos() - cut.toNanos();
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

        ConnectionTimeline story(FlowKey connection, boolean complete) {
            return new ConnectionTimeline(connection, again.get(true), again.get(false), firstData, answered, complete);
        }
    }
}
