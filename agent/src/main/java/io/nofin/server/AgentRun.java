package io.nofin.server;

import io.nofin.api.Cancellation;
import io.nofin.api.JsonText;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEventJson;
import io.nofin.api.RunState;
import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run of a scenario, going or ended. Of an ended run only the answer and the events are kept. */
final class AgentRun implements ClientLeases.ExpiryAction {

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
    private RunState.Phase state = RunState.Phase.STARTING;
    private List<RunEvent.Stretch> timeline = List.of();
    private Optional<String> run = Optional.empty();            // the id in the kernel and the journals
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<RunState.Result> outcome = Optional.empty();
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

    synchronized RunState.Phase state() {
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
            if (state == RunState.Phase.STARTING || state == RunState.Phase.RUNNING) {
                state = RunState.Phase.STOPPING;
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
            state = state == RunState.Phase.STARTING ? RunState.Phase.RUNNING : state;
            run = Optional.of(armed.run());
            started = Optional.of(Instant.now());
            timeline = armed.timeline();
        } else if (event instanceof RunEvent.Fired fired) {
            firing.addAll(fired.faults());
            timeline = Stream.concat(timeline.stream(), fired.beyond(timeline).stream()).toList();
        } else if (event instanceof RunEvent.Healed healed) {
            healed.faults().forEach(firing::remove);
        }
        events.add(RunEventJson.type(event), RunEventJson.text(event));
    }

    synchronized void ended(RunResult found) {
        outcome = Optional.of(new RunState.Result(found.passed(), found.interrupted()));
        end(RunState.Phase.ENDED);
    }

    synchronized void failed(ApiError why) {
        problem = Optional.of(why);
        end(RunState.Phase.FAILED);
    }

    synchronized Map<String, Object> data() {
        return new RunState(id, scenario, description, state, owner, run, Optional.of(created), started, ended, outcome, timeline, List.copyOf(firing),
            faults, problem.map(ApiError::body)).data();
    }

    private void end(RunState.Phase last) {
        state = last;
        ended = Optional.of(Instant.now());
        firing.clear();
        events.end("ended", JsonText.line(data()));
        over.countDown();
    }
}
