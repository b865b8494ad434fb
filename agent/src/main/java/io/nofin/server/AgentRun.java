package io.nofin.server;

import io.nofin.api.Cancellation;
import io.nofin.api.JsonText;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEventJson;
import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run of a scenario, going or ended. Of an ended run only the answer and the events are kept. */
final class AgentRun implements ClientLeases.Ending {

    /** The state of a run. */
    enum State { STARTING, RUNNING, STOPPING, ENDED, FAILED }

    private static final int INTERRUPTED = 5;

    /** The result of a run; the rest is in its folder. */
    private record Outcome(boolean passed, boolean interrupted) {
    }

    private final String id;
    private final String scenario;
    private final String description;
    private final List<Map<String, Object>> faults;
    private final String owner;
    private final RunFolder folder;
    private final Instant created = Instant.now();
    private final Cancellation cancellation = new Cancellation();
    private final EventLog events = new EventLog();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<String> firing = new TreeSet<>();
    private State state = State.STARTING;
    private List<RunEvent.Stretch> timeline = List.of();
    private Optional<String> run = Optional.empty();            // the id in the kernel and the journals
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<ApiError> problem = Optional.empty();

    AgentRun(String id, Scenario scenario, String owner, RunFolder folder) {
        this.id = id;
        this.scenario = scenario.name();
        this.description = scenario.description();
        this.faults = RunFaults.of(scenario);
        this.owner = owner;
        this.folder = folder;
    }

    String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    RunFolder folder() {
        return folder;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    EventLog events() {
        return events;
    }

    synchronized State state() {
        return state;
    }

    @Override
    public void end() {
        stop();
    }

    @Override
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Returns whether there is a report: a run that failed before it had anything to report has none. */
    synchronized boolean hasReport() {
        return isOver() && outcome.isPresent();
    }

    synchronized Optional<ApiError> problem() {
        return problem;
    }

    /**
     * Stops the run on behalf of another user.
     *
     * @param who who ends the run and how, for its owner
     */
    void stop(String who) {
        cancellation.because(who);
        stop();
    }

    /** Asks the run to heal and end. {@link #awaitEnd} waits for that. */
    void stop() {
        synchronized (this) {
            if (state == State.STARTING || state == State.RUNNING) {
                state = State.STOPPING;
            }
        }
        cancellation.cancel();
    }

    /** Returns whether the run ended within {@code seconds}. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return over.await(seconds, TimeUnit.SECONDS);
    }

    /** Records an event of the run, and publishes it to followers. */
    synchronized void told(RunEvent event) {
        if (event instanceof RunEvent.Armed armed) {
            state = state == State.STARTING ? State.RUNNING : state;
            run = Optional.of(armed.run());
            started = Optional.of(Instant.now());
            timeline = armed.timeline();
        } else if (event instanceof RunEvent.Fired fired) {
            firing.addAll(fired.faults());
        } else if (event instanceof RunEvent.Healed healed) {
            healed.faults().forEach(firing::remove);
        }
        events.add(RunEventJson.type(event), RunEventJson.text(event));
    }

    synchronized void ended(RunResult found) {
        outcome = Optional.of(new Outcome(found.passed(), found.interrupted()));
        end(State.ENDED);
    }

    synchronized void failed(ApiError why) {
        problem = Optional.of(why);
        end(State.FAILED);
    }

    synchronized Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("scenario", scenario);
        data.put("description", description);
        data.put("state", state.name().toLowerCase(Locale.ROOT));
        data.put("owner", owner);
        run.ifPresent(known -> data.put("run", known));
        data.put("created", created.toString());
        started.ifPresent(moment -> data.put("started", moment.toString()));
        ended.ifPresent(moment -> data.put("ended", moment.toString()));
        outcome.ifPresent(found -> {
            data.put("passed", found.passed());
            data.put("interrupted", found.interrupted());
        });
        data.put("timeline", timeline.stream().map(RunEventJson::stretch).toList());
        data.put("firing", List.copyOf(firing));
        data.put("faults", faults);
        problem.ifPresent(why -> data.put("problem", why.data()));
        if (state == State.ENDED || state == State.FAILED) {
            data.put("exit-code", exitCode());
        }
        return data;
    }

    private void end(State last) {
        state = last;
        ended = Optional.of(Instant.now());
        firing.clear();
        events.end("ended", JsonText.line(data()));
        over.countDown();
    }

    private int exitCode() {
        return problem.map(ApiError::exitCode)
            .orElseGet(() -> outcome.map(found -> found.interrupted() ? INTERRUPTED : found.passed() ? 0 : 1).orElse(ApiError.DEFECT));
    }
}
