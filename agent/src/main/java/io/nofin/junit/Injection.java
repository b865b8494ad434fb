package io.nofin.junit;

import io.nofin.backend.ArmedFault;
import io.nofin.scenario.Fault.OnTargets;
import io.nofin.scenario.Shaping;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * An armed fault, which fires or not. Every method returns when the kernel is in the new state, in all networks, so tests need not
 * sleep. Closing it heals the fault, removes its rules, and fails when no packet matched unless the fault is
 * {@linkplain FaultBuilder#optional optional}. Closing may be repeated; a test's open injections are closed when the test ends.
 * Thread-safe.
 */
public final class Injection implements AutoCloseable {

    private static final long LOOK_AGAIN_MILLIS = 10;

    private final FaultRequest order;
    private final ArmedFault armed;
    private final Consumer<Injection> whenOver;
    private final DetectionTimes detectionTimes = new DetectionTimes();
    private Optional<FaultReport> report = Optional.empty();
    private boolean closed;

    /** @param whenOver called once, when there is a report */
    Injection(FaultRequest order, ArmedFault armed, Consumer<Injection> whenOver) {
        this.order = order;
        this.armed = armed;
        this.whenOver = whenOver;
    }

    /** Returns the fault's name in reports. */
    public String name() {
        return order.name();
    }

    /** Fires the fault for its longest time. If it is firing already, its time starts again. */
    public Injection fire() {
        return fire(order.atMost(), order.isLimited());
    }

    /** Fires the fault for {@code length}. If it is firing already, its time starts again. */
    public Injection fire(Duration length) {
        return fire(length, true);
    }

    /** Heals the fault, and does nothing when it is not firing. The rules stay, so that it can be fired again. */
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

    /** Changes the shaping of a fault while it fires. Only effects that the fault was armed with can be changed. */
    public synchronized Injection change(Consumer<LinkConditions> change) {
        requireOpen();
        if (!(order.fault() instanceof OnTargets on && on.effect() instanceof Shaping planned)) {
            throw new IllegalStateException(order + " has no shaping that could be changed: inject another fault");
        }
        LinkConditions line = new LinkConditions(detectionTimes.shaping(planned));
        change.accept(line);
        attempt("changed", () -> armed.shape(line.shaping()));
        detectionTimes.shaped(line.shaping());
        return this;
    }

    /** Returns how many packets have matched so far. */
    public synchronized long packets() {
        return report.isPresent() ? report.get().packets() : asked(armed::packets);
    }

    /**
     * Records that the application has noticed the fault. Only the first call after the fault was fired counts. May be called from
     * any thread, for example in a callback.
     */
    public void detected() {
        detectionTimes.detected();
    }

    /** Records that the application has recovered. Only the first call after the heal counts. May be called from any thread. */
    public void recovered() {
        detectionTimes.recovered();
    }

    /**
     * Waits until the application has noticed, and asserts that it did so within {@code limit} from when the fault was fired.
     *
     * @param condition called every 10 ms, on this thread
     */
    public Injection awaitDetected(Duration limit, Callable<Boolean> condition) throws Exception {
        await(detectionTimes.sinceFired(), limit, condition, "was not detected", "it was fired");
        detectionTimes.detected();
        return this;
    }

    /**
     * Waits until the application has recovered, and asserts that it did so within {@code limit} from the heal.
     *
     * @param condition called every 10 ms, on this thread
     */
    public Injection awaitRecovered(Duration limit, Callable<Boolean> condition) throws Exception {
        await(detectionTimes.sinceHealed(), limit, condition, "was not recovered from", "the heal");
        detectionTimes.recovered();
        return this;
    }

    /**
     * Heals the fault, removes its rules and gathers the evidence. Later calls return the same report. The fault cannot be fired any
     * more.
     */
    public synchronized FaultReport report() {
        if (report.isEmpty()) {
            requireOpen();
            detectionTimes.end();
            RunReport runReport = asked(() -> RunReport.of(armed.finish()));
            report = Optional.of(new FaultReport(order, runReport, detectionTimes.noticed()));
            whenOver.accept(this);
            FailureMessages.ofProblems(order, runReport);
        }
        return report.get();
    }

    /**
     * Ends the fault and checks its report.
     *
     * @throws AssertionError when no packet matched, or the fault ended by itself before it was healed
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        boolean interrupted = Thread.interrupted();      // an interrupted test still has to end its fault
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

    /** Removes the fault from the kernel without a report. */
    synchronized void abandon() {
        closed = true;
        attempt("taken out", armed::abandon);
    }

    /** Returns the report, or empty while the fault can still be fired. */
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
                    + packets() + " packets have matched so far");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        if (System.nanoTime() - sinceNanos > limit.toNanos()) {
            throw new AssertionError(order + " " + what + " within " + Durations.format(limit) + " after " + since + ", but later");
        }
    }

    private void requireOpen() {
        if (closed || report.isPresent()) {
            throw new IllegalStateException(order + " is over: it was " + (closed ? "closed" : "reported on") + ": inject a new one");
        }
    }

    /** A request to the kernel. */
    private interface Request {
        void make() throws IOException;
    }

    /** A question to the kernel. */
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
            throw new NofinException(order + ": its counters could not be read: " + e.getMessage(), e);
        }
    }
}
