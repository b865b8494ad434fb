package io.nofin.witness;

import io.nofin.witness.measure.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The packets of a silent drop that crossed while it was in force. A capture sees outgoing packets behind all rules, so no packet
 * there is proof. It sees incoming packets before all rules: that nothing was delivered is proven by the gate, which counted as many
 * as came, and denied by an acknowledgement of something that came.
 *
 * @param left      packets that went out; those on their way when the fault began are not among them
 * @param late      packets that went out within the time that some may have been on their way
 * @param arrived   packets that came to the interface, where the fault removes them
 * @param counted   the gate's count of those, for all the time that it was open; empty when it was not read
 * @param answered  packets among those that came that TCP acknowledged
 * @param passing   packets that the host forwards, whose direction cannot be told
 * @param verdict   whether nothing crossed
 */
public record DropEvidence(long left, long late, long arrived, OptionalLong counted, long answered, long passing, Verdict verdict) {

    /**
     * Counts the packets that crossed.
     *
     * @param sweeps       the packets of the times when the gates were open
     * @param inFlightNanos the longest time for which earlier packets may still be on their way when the fault begins
     */
    static DropEvidence of(Selection selection, List<CaptureSlice> sweeps, long inFlightNanos, OptionalLong counted) {
        long left = 0;
        long late = 0;
        long arrived = 0;
        long passing = 0;
        long answered = 0;
        for (CaptureSlice captureSlice : sweeps) {
            long settled = captureSlice.stretch().fromNanos() + inFlightNanos;
            for (CapturedPacket capturedPacket : captureSlice.packets()) {
                boolean selected = selection.selects(capturedPacket);
                left += selected && capturedPacket.isOutgoing() && capturedPacket.nanos() - settled >= 0 ? 1 : 0;
                late += selected && capturedPacket.isOutgoing() && capturedPacket.nanos() - settled < 0 ? 1 : 0;
                arrived += selected && capturedPacket.isIncoming() && capturedPacket.ip().protocol() != IpHeader.FRAGMENT ? 1 : 0;  // fragments may count as one
                passing += selection.mightSelectPassing(capturedPacket) ? 1 : 0;
            }
            answered += answered(selection, captureSlice, settled);
        }
        DropEvidence counts = new DropEvidence(left, late, arrived, counted, answered, passing, Verdict.unknown(""));
        return new DropEvidence(left, late, arrived, counted, answered, passing, counts.judge(sweeps));
    }

    private Verdict judge(List<CaptureSlice> sweeps) {
        String numbers = left + " packets went out, " + arrived + " came to the interface"
            + (late == 0 ? "" : ", " + late + " were on their way out already");
        if (left > 0 || answered > 0) {
            return Verdict.no(numbers + (answered == 0 ? "" : ", " + answered + " of them were acknowledged"));
        }
        if (counted.isPresent() && counted.getAsLong() < arrived) {
            return Verdict.no(numbers + ", and the fault removed only " + counted.getAsLong());
        }
        List<String> doubts = new ArrayList<>();
        CaptureSlices.doubt(sweeps).ifPresent(doubts::add);
        if (arrived > 0 && counted.isEmpty()) {
            doubts.add("the fault's counters were not read");
        }
        if (passing > 0) {
            doubts.add(passing + " packets were forwarded, and a capture cannot tell which of them had passed the rules");
        }
        return doubts.isEmpty()
            ? Verdict.yes(numbers + (arrived == 0 ? "" : " and the fault removed as many"))
            : Verdict.unknown(numbers + "; but " + String.join("; ", doubts));
    }

    /**
     * Returns the number of TCP segments that came in while the cut was settled, and that an acknowledgement covers which the host
     * sent afterwards.
     */
    private static long answered(Selection selection, CaptureSlice captureSlice, long settledNanos) {
        Map<Object, Unanswered> flows = new HashMap<>();
        long answered = 0;
        for (CapturedPacket capturedPacket : captureSlice.packets()) {
            TcpHeader tcp = TcpHeader.of(capturedPacket).orElse(null);
            if (tcp == null || !selection.isOfConnections(capturedPacket)) {
                continue;
            }
            if (capturedPacket.isIncoming() && capturedPacket.nanos() - settledNanos >= 0 && tcp.extent() > 0 && selection.selects(capturedPacket)) {
                flows.computeIfAbsent(PacketObservations.flow(capturedPacket).reversed(), key -> new Unanswered()).arrives(tcp);
            } else if (capturedPacket.isOutgoing() && tcp.acknowledges()) {
                answered += flows.computeIfAbsent(PacketObservations.flow(capturedPacket), key -> new Unanswered()).acknowledge(tcp);
            }
        }
        return answered;
    }

    /** One connection's segments that came in and must not be acknowledged. */
    private static final class Unanswered {

        private final List<Long> ends = new ArrayList<>();
        private OptionalLong acknowledged = OptionalLong.empty();

        void arrives(TcpHeader tcp) {
            long end = tcp.sequence() + tcp.extent();
            if (acknowledged.isEmpty() || (int) (end - acknowledged.getAsLong()) > 0) {     // otherwise it was sent again needlessly
                ends.add(end);
            }
        }

        long acknowledge(TcpHeader tcp) {
            acknowledged = OptionalLong.of(tcp.acknowledgement());
            long before = ends.size();
            ends.removeIf(end -> (int) (tcp.acknowledgement() - end) >= 0);
            return before - ends.size();
        }
    }
}
