package io.nofin.junit;

import io.nofin.scenario.Fault.OnTargets;
import io.nofin.scenario.Shaping;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * A fault that is armed, and fires or not. Every method returns when the kernel has it, in all networks: nothing needs to be slept for.
 * Closing it heals, takes its rules out, and fails when no packet met it, unless {@link FaultBuilder#optional} was said; twice is
 * fine, and what a test does not close is closed when it ends, however it ends. May be used from any thread.
 */
public final class Injection implements AutoCloseable {

    private static final long LOOK_AGAIN_MILLIS = 10;

    private final FaultRequest order;
    private final Way.Armed armed;
    private final Consumer<Injection> whenOver;
    private final DetectionTimes detectionTimes = new DetectionTimes();
    private Optional<FaultReport> report = Optional.empty();
    private boolean closed;

    /** @param whenOver is told once, when there is a report */
    Injection(FaultRequest order, Way.Armed armed, Consumer<Injection> whenOver) {
        this.order = order;
        this.armed = armed;
        this.whenOver = whenOver;
    }

    /** What reports call it. */
    public String name() {
        return order.name();
    }

    /** Fires, for as long as it may last at most; once more where it was healed, and from now on where it fires. */
    public Injection fire() {
        return fire(order.atMost(), order.isLimited());
    }

    /** Fires, and heals by itself after {@code length} unless that is done before. */
    public Injection fire(Duration length) {
        return fire(length, true);
    }

    /** Heals; the rules stay, so that it can be fired again. Does nothing where it does not fire. */
    public synchronized Injection heal() {
        requireOpen();
        detectionTimes.requireInTime(order);
        attempt("healed", armed::heal);
        detectionTimes.healed();
        return this;
    }

    public synchronized boolean isFiring() {
        return report.isEmpty() && asked(armed::isFiring);
    }

    /** Changes what it does to packets while it is in force: the values that are named; other components cannot be added. */
    public synchronized Injection change(Consumer<LinkConditions> change) {
        requireOpen();
        if (!(order.fault() instanceof OnTargets on && on.effect() instanceof Shaping planned)) {
            throw new IllegalStateException(order + " shapes nothing that could be changed: inject another one");
        }
        LinkConditions line = new LinkConditions(detectionTimes.shaping(planned));
        change.accept(line);
        attempt("changed", () -> armed.shape(line.shaping()));
        detectionTimes.shaped(line.shaping());
        return this;
    }

    /** How many packets have met it so far. */
    public synchronized long packets() {
        return report.isPresent() ? report.get().packets() : asked(armed::packets);
    }

    /** The application has noticed: now. Only the first time counts after the fault was fired. From any thread, for example of a callback. */
    public void detected() {
        detectionTimes.detected();
    }

    /** The application is well again: now. Only the first time counts after the heal. From any thread. */
    public void recovered() {
        detectionTimes.recovered();
    }

    /**
     * Waits until the application has noticed, and asserts that it did in time, counted from when the fault was fired.
     *
     * @param condition asked every 10 ms, on this thread
     */
    public Injection awaitDetected(Duration limit, Callable<Boolean> condition) throws Exception {
        await(detectionTimes.sinceFired(), limit, condition, "was not detected", "it was fired");
        detectionTimes.detected();
        return this;
    }

    /** Waits until the application is well again, and asserts that it was in time, counted from the heal. */
    public Injection awaitRecovered(Duration limit, Callable<Boolean> condition) throws Exception {
        await(detectionTimes.sinceHealed(), limit, condition, "was not recovered from", "the heal");
        detectionTimes.recovered();
        return this;
    }

    /** Heals, takes the rules out and gathers the proof; the same again from then on. The fault cannot be fired any more. */
    public synchronized FaultReport report() {
        if (report.isEmpty()) {
            requireOpen();
            detectionTimes.end();
            RunReport runReport = asked(armed::finish);
            report = Optional.of(new FaultReport(order, runReport, detectionTimes.noticed()));
            whenOver.accept(this);
            FailureMessages.ofProblems(order, runReport);
        }
        return report.get();
    }

    /** @throws AssertionError when no packet met it, or it ended by itself before it was healed */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        boolean interrupted = Thread.interrupted();      // the end of a test that was broken off must not be broken off itself
        try {
            FaultReport whole = report();
            detectionTimes.requireInTime(order);
            FailureMessages.ofNothing(order, whole, detectionTimes.wasFired());
        } finally {
            closed = true;
            attempt("taken out", armed::abandon);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return order.toString();
    }

    /** Takes it out of the kernel without asking what it did. */
    synchronized void abandon() {
        closed = true;
        attempt("taken out", armed::abandon);
    }

    /** Empty as long as it may be fired. */
    synchronized Optional<FaultReport> finished() {
        return report;
    }

    private synchronized Injection fire(Duration length, boolean mayEndByItself) {
        requireOpen();
        long before = System.nanoTime();
        attempt("fired", () -> armed.fire(length));
        detectionTimes.fired(before, length, mayEndByItself);
        return this;
    }

    private void await(long sinceNanos, Duration limit, Callable<Boolean> condition, String what, String since) throws Exception {
        while (!condition.call()) {
            if (System.nanoTime() - sinceNanos > limit.toNanos()) {
                throw new AssertionError(order + " " + what + " within " + Durations.format(limit) + " after " + since + "; "
                    + packets() + " packets have met it so far");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        if (System.nanoTime() - sinceNanos > limit.toNanos()) {
            throw new AssertionError(order + " " + what + " within " + Durations.format(limit) + " after " + since + ", but later");
        }
    }

    private void requireOpen() {
        if (closed || report.isPresent()) {
            throw new IllegalStateException(order + " is over: it was " + (closed ? "closed" : "reported on") + ": inject it anew");
        }
    }

    /** One request to the kernel. */
    private interface Request {
        void make() throws IOException;
    }

    /** One question to it. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private void attempt(String what, Request request) {
        try {
            request.make();
        } catch (IOException e) {
            throw new NofinException(order + " could not be " + what + ": " + e.getMessage(), e);
        }
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw new NofinException(order + ": what it did could not be found out: " + e.getMessage(), e);
        }
    }
}
