package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.inject.ArmedFaults;
import io.nofin.lifecycle.Closer;
import io.nofin.lifecycle.Threads;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.scenario.OnRestart;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.ContainerListener;
import io.nofin.target.ContainerRuntime;
import io.nofin.target.ContainerRuntimes;
import io.nofin.target.TargetHost;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes the faults of a run follow its targets: containers that restart, join or leave, named namespaces and processes that go, and
 * addresses of host names. Works on a thread of its own, and on a second one for the resolver, which may block. Closing waits for
 * work in progress.
 */
final class TargetFollower implements AutoCloseable {

    static final Duration NAMES_EVERY = Duration.ofMillis(500);
    private static final long LOOK_EVERY_SECONDS = 1;

    private final Scenario scenario;
    private final RunHosts runHosts;
    private final ArmedFaults armedFaults;
    private final RunObservers runObservers;
    private final EventPublisher eventPublisher;
    private final Cancellation cancellation;
    private final ScheduledExecutorService executor = Threads.one("nofin-follow");
    private final ScheduledExecutorService resolver = Threads.one("nofin-resolve");
    private final Set<String> problems = new LinkedHashSet<>();     // confined to the executor's thread until closed
    private final Map<String, Instant> news = new LinkedHashMap<>();    // confined likewise; events that the faults have not followed yet
    private final List<NameChange> nameChanges = new CopyOnWriteArrayList<>();
    private final Closer watches = new Closer();     // one for each container runtime that is followed

    private TargetFollower(Scenario scenario, RunHosts runHosts, ArmedFaults armedFaults, RunObservers runObservers, EventPublisher eventPublisher,
            Cancellation cancellation) {
        this.scenario = scenario;
        this.runHosts = runHosts;
        this.armedFaults = armedFaults;
        this.runObservers = runObservers;
        this.eventPublisher = eventPublisher;
        this.cancellation = cancellation;
    }

    /**
     * Starts to follow, until closed.
     *
     * @param runHosts confined to this object until it is closed
     * @param since    a time before the targets were found
     */
    static TargetFollower start(Scenario scenario, RunHosts runHosts, ArmedFaults armedFaults, Instant since, RunObservers runObservers,
            EventPublisher eventPublisher, Cancellation cancellation) throws IOException {
        TargetFollower targetFollower = new TargetFollower(scenario, runHosts, armedFaults, runObservers, eventPublisher, cancellation);
        try {
            targetFollower.start(since);
            return targetFollower;
        } catch (IOException | RuntimeException | Error e) {
            try (targetFollower) {
                throw e;
            }
        }
    }

    private void start(Instant since) throws IOException {
        NamespaceLiveness namespaceLiveness = new NamespaceLiveness(scenario, runHosts);
        follow();                               // no event yet: loads what takes long the first time
        for (ContainerRuntime runtime : ContainerRuntimes.all()) {
            Map<String, TargetSpec> containers = containers(runtime);
            if (!containers.isEmpty() || runHosts.faultsWhatIsFound() && runtime.isPresent()) {
                watches.add(runtime.follow(containers, since, executor, new Containers())::close);
            }
        }
        if (!namespaceLiveness.isEmpty()) {
            executor.scheduleWithFixedDelay(() -> look(namespaceLiveness), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        }
        if (!runHosts.names().addresses().isEmpty()) {
            resolver.scheduleWithFixedDelay(new NameFollower(scenario, runHosts, armedFaults, executor, this::renamed),
                NAMES_EVERY.toMillis(), NAMES_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Stops following, and returns what went wrong. */
    List<String> settle() throws IOException {
        resolver.shutdownNow();             // not waited for: its result is of no use any more
        Threads.end(executor);
        watches.close();
        problems.addAll(Interfaces.missingOfNewcomers(scenario, runHosts.hosts()));
        return List.copyOf(problems);
    }

    /** Returns the host names that got more addresses, in order of time. */
    List<NameChange> nameChanges() {
        return List.copyOf(nameChanges);
    }

    @Override
    public void close() throws IOException {
        settle();
    }

    /** Returns the targets of a runtime that are to be followed. */
    private Map<String, TargetSpec> containers(ContainerRuntime runtime) {
        Map<String, TargetSpec> containers = new LinkedHashMap<>();
        scenario.targets().forEach((name, target) -> {
            if (runtime.kinds().contains(target.kind())) {
                containers.put(name, runtime.followed(target, runHosts.target(name).get(0)));
            }
        });
        return containers;
    }

    /** Follows an event together with all others that are pending. */
    private void follow(String what, Instant since) {
        if (news.isEmpty()) {
            executor.execute(this::follow);
        }
        news.putIfAbsent(what, since);
    }

    private void follow() {
        Plan before = armedFaults.plan();
        try {
            problems.addAll(Interfaces.moved(scenario, before, runHosts.hosts()));
            Plan after = Planner.plan(before.run(), before.seed(), scenario, runHosts.hosts());
            runObservers.following(before, after);
            armedFaults.follow(after, runHosts.namespaces());
            Instant now = Instant.now();
            news.forEach((what, since) -> eventPublisher.followed(what, Duration.between(since, now)));
        } catch (IOException | RuntimeException e) {
            problems.add("the faults could not follow: " + String.join(", ", news.keySet()) + ": " + words(e));
        }
        news.clear();
        letGo();
    }

    private void renamed(List<NameChange> changes, Map<String, Map<String, List<IpNetwork>>> now) {
        Instant learned = Instant.now();
        nameChanges.addAll(changes);
        executor.execute(() -> {
            String what = changes.stream().map(NameChange::name).distinct().collect(Collectors.joining(", ")) + " got another address";
            try {
                runHosts.rename(now);
                follow(what, learned);
            } catch (BadValueException e) {
                problems.add(what + ", and is not faulted there: " + e.getMessage());
            }
        });
    }

    private void letGo() {
        try {
            runHosts.arrived();
        } catch (IOException e) {
            problems.add("the lock of a namespace could not be given back: " + words(e));
        }
        runHosts.letGo();
    }

    private void arrive(String target, TargetHost host, Instant since) {
        try {
            if (breaksOff(target, host)) {
                host.namespace().close();
            } else if (runHosts.arrive(target, host)) {
                follow(host.origin() + " started or moved", since);
            }
        } catch (IOException | RuntimeException e) {
            problems.add(host.origin() + " started, and could not be faulted: " + words(e));
        }
    }

    /** Describes a failure, which no caller of this thread would see. */
    private static String words(Exception failure) {
        return failure instanceof IOException || failure instanceof BadValueException ? failure.getMessage() : "defect: " + failure;
    }

    private boolean breaksOff(String target, TargetHost host) {
        if (runHosts.target(target).stream().anyMatch(known -> known.namespace().equals(host.namespace()))) {
            return false;
        }
        List<String> strict = scenario.faults().entrySet().stream()
            .filter(fault -> fault.getValue().onRestart() == OnRestart.FAIL && fault.getValue().targets().contains(target))
            .map(Map.Entry::getKey).toList();
        if (!strict.isEmpty()) {
            problems.add(host.origin() + " started, and faults." + String.join(", faults.", strict) + " has on-restart: fail");
            cancellation.fail();
        }
        return !strict.isEmpty();
    }

    private void look(NamespaceLiveness namespaceLiveness) {
        Instant now = Instant.now();
        namespaceLiveness.gone().forEach(host -> {
            if (runHosts.forget(host.origin())) {
                follow(host.origin() + " has gone", now);
            }
        });
        namespaceLiveness.back().forEach((target, host) -> arrive(target, host, now));
        namespaceLiveness.moved().forEach((target, host) -> arrive(target, host, now));
    }

    /** Handles the events of the Docker daemon. */
    private final class Containers implements ContainerListener {

        @Override
        public void runs(String target, TargetHost host, Instant since) {
            arrive(target, host, since);
        }

        /** Handles a container that may share a faulted namespace and forbid that. */
        @Override
        public void started(String origin, Map<String, String> labels) {
            if (runHosts.matters(labels)) {
                List<String> reasons = runHosts.expel();
                if (!reasons.isEmpty()) {
                    problems.add(origin + " started, and the faults had to leave: " + String.join("; ", reasons));
                    follow(origin + " started, and forbids faults in its network", Instant.now());
                }
            }
        }

        @Override
        public void ended(String origin) {
            if (runHosts.leave(origin)) {
                follow(origin + " ended", Instant.now());
            }
        }

        @Override
        public void removed(String origin) {
            if (runHosts.forget(origin)) {
                follow(origin + " was removed", Instant.now());
            }
        }

        @Override
        public void refused(String why) {
            problems.add("a container started during the run and was not faulted: " + why);
        }
    }
}
