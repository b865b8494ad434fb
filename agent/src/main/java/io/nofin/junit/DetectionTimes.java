package io.nofin.junit;

import io.nofin.scenario.Shaping;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The times at which one fault was fired, healed, detected and recovered from, by {@link System#nanoTime}. Thread-safe. */
final class DetectionTimes {

    private OptionalLong fired = OptionalLong.empty();
    private OptionalLong healed = OptionalLong.empty();
    private OptionalLong detected = OptionalLong.empty();
    private OptionalLong recovered = OptionalLong.empty();
    private Duration length = Duration.ZERO;
    private boolean mayEndByItself;
    private boolean outlived;
    private Optional<Shaping> shaping = Optional.empty();

    synchronized void fired(long atNanos, Duration forAtMost, boolean meant) {
        fired = OptionalLong.of(atNanos);
        healed = OptionalLong.empty();
        length = forAtMost;
        mayEndByItself = meant;
    }

    synchronized void healed() {
        if (fired.isPresent() && healed.isEmpty()) {
            healed = OptionalLong.of(Math.min(System.nanoTime(), fired.getAsLong() + length.toNanos()));
        }
    }

    /** Records the end of the fault, unless it was healed before. */
    synchronized void end() {
        outlived |= isOutlived();
        healed();
    }

    synchronized void shaped(Shaping other) {
        shaping = Optional.of(other);
    }

    synchronized Shaping shaping(Shaping first) {
        return shaping.orElse(first);
    }

    synchronized void detected() {
        if (fired.isPresent() && detected.isEmpty()) {
            detected = OptionalLong.of(System.nanoTime() - fired.getAsLong());
        }
    }

    synchronized void recovered() {
        if (recovered.isEmpty() && healedAt().isPresent()) {
            recovered = OptionalLong.of(System.nanoTime() - healedAt().getAsLong());
        }
    }

    synchronized boolean wasFired() {
        return fired.isPresent();
    }

    synchronized long sinceFired() {
        return fired.orElseThrow(() -> new IllegalStateException("nothing can be detected before the fault is fired: call fire()"));
    }

    synchronized long sinceHealed() {
        return healedAt().orElseThrow(() -> new IllegalStateException("nothing can be recovered from while the fault fires: call heal()"));
    }

    synchronized FaultReport.Detection noticed() {
        return new FaultReport.Detection(duration(detected), duration(recovered));
    }

    /**
     * Requires that the fault did not end by itself, unless the test limited its length.
     *
     * @throws AssertionError when it ended by itself
     */
    synchronized void requireInTime(FaultRequest order) {
        if (outlived || isOutlived()) {
            outlived = false;               // reported only once
            mayEndByItself = true;
            throw new AssertionError(order + " ended by itself " + Durations.format(length) + " after it was fired, while the test went on as if"
                + " it were firing: heal it before, or limit its length by forAtMost(...)");
        }
    }

    private boolean isOutlived() {
        return !mayEndByItself && fired.isPresent() && healed.isEmpty() && System.nanoTime() - fired.getAsLong() > length.toNanos();
    }

    private OptionalLong healedAt() {
        if (healed.isEmpty() && fired.isPresent() && System.nanoTime() - fired.getAsLong() > length.toNanos()) {
            return OptionalLong.of(fired.getAsLong() + length.toNanos());
        }
        return healed;
    }

    private static Optional<Duration> duration(OptionalLong nanos) {
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
    }
}
