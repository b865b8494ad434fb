package io.nofin.witness.measure;

import io.nofin.scenario.Rate;
import io.nofin.unit.ByteCount;
import io.nofin.witness.measure.Measure.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The speed at which packets crossed. A line of some rate may be idle, so that only the fastest stretch of a length says something
 * about it.
 *
 * @param bytesPerSecond the speed in the fastest stretch, counted from the IP header on
 * @param longest        the longest packet in bytes, which is what may cross in one moment
 * @param window         the length of the stretch
 */
public record Throughput(double bytesPerSecond, int longest, Duration window, long packets) {

    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final double TIMER_ERROR = 0.02;
    private static final double BUSY = 0.9;

    /**
     * Measures the speed.
     *
     * @param crossed the packets in the order of time
     */
    public static Throughput of(List<PacketObservation> crossed) {
        long most = 0;
        long sum = 0;
        int first = 0;
        for (PacketObservation last : crossed) {
            sum += last.ipBytes();
            while (last.nanos() - crossed.get(first).nanos() >= WINDOW.toNanos()) {
                sum -= crossed.get(first++).ipBytes();
            }
            most = Math.max(most, sum);
        }
        int longest = crossed.stream().mapToInt(PacketObservation::ipBytes).max().orElse(0);
        return new Throughput(most * 1e9 / WINDOW.toNanos(), longest, WINDOW, crossed.size());
    }

    /** Judges whether packets never crossed faster than was asked. One packet more is permitted: the first one of a window has waited before it. */
    public Measure judge(Optional<Rate> asked, Optional<String> missing) {
        double seconds = window.toNanos() / 1e9;
        double slack = (longest + asked.flatMap(Rate::burst).map(ByteCount::bytes).orElse(0L)) / seconds;
        double limit = asked.map(rate -> rate.rate().bytesPerSecond() * (1 + TIMER_ERROR) + slack).orElse(Double.POSITIVE_INFINITY);
        double bits = bytesPerSecond * Byte.SIZE;
        String numbers = Math.round(bits / 1_000) + " kbit/s in the fastest " + window.toMillis() + " ms, asked "
            + asked.map(rate -> rate.rate().toString()).orElse("nothing");
        Interval interval = new Interval(Math.max(0, bits - slack * Byte.SIZE), bits);
        return new Measure("rate", Unit.BITS_PER_SECOND, asked.map(rate -> (double) rate.rate().bitsPerSecond()), bits, interval, packets,
            verdict(numbers, limit, asked, missing));
    }

    private Verdict verdict(String numbers, double limit, Optional<Rate> asked, Optional<String> missing) {
        if (bytesPerSecond > limit) {
            return Verdict.no(numbers);                     // packets that were not seen could only make it faster
        }
        if (missing.isPresent() || packets == 0) {
            return Verdict.unknown(missing.orElse("no packet to measure was seen"));
        }
        boolean idle = asked.isPresent() && bytesPerSecond < asked.get().rate().bytesPerSecond() * BUSY;
        return Verdict.yes(numbers + (idle ? "; the line was never full" : ""));
    }
}
