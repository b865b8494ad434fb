package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.api.ProbeState;
import io.nofin.backend.AgentBackend;
import io.nofin.backend.Backend;
import io.nofin.local.LocalBackend;
import io.nofin.probe.MonitorResult;
import io.nofin.probe.ProbeListener;
import io.nofin.probe.Watching;
import io.nofin.run.LoneMonitor;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code nofin monitor}. */
@Command(name = "monitor", mixinStandardHelpOptions = true,
    header = "Watch one dependency, and report when it goes down and when it comes back.",
    description = {"Exits with 0 when it is up at the end, with 1 when it is not. Ctrl-C ends it. HOST is a target (docker:redis), an address, or a name: "
        + "with --target a name that programs there can resolve, with their /etc/hosts and name servers, or the name or alias of another container on its "
        + "networks; else one that this host resolves. With --target the agent makes the attempts, where there is one; callbacks run here, as you."},
    footerHeading = "%nExamples:%n", footer = {
        "  nofin monitor --tcp docker:redis:6379 --every 200ms",
        "  nofin monitor --tcp redis:6379 --target docker:app",
        "  nofin monitor --http http://web:8080/health --target docker:app --for 1m --json",
        "  nofin monitor --hold 10.0.0.2:7 --attempts 3 --on-failure 'logger it has failed: $NOFIN_REASON'"})
final class MonitorCommand implements Callable<Integer> {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE / 2);
    private static final Duration CALLBACKS = Duration.ofHours(1);      // each has a time limit of its own
    private static final Duration GRACE = Duration.ofSeconds(5);        // for the agent, which ends the probe and says how it ended
    private static final long END_LIMIT_SECONDS = 10;

    @Mixin
    private ProbeOptions options;

    private final BackendOptions backends = new BackendOptions();

    @Option(names = "--target", paramLabel = "T",
        description = "The target whose network attempts are made from: " + TargetKind.NOTATIONS + ", of several containers the first. Default: from where nofin runs.")
    private String target;

    @Option(names = "--for", paramLabel = "DURATION", description = "How long to watch. Default: until Ctrl-C, or until it has failed with --stop-when-failed.")
    private String length;

    @Option(names = "--json", description = "Print each event as a line of JSON on standard output.")
    private boolean json;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean interrupted;
    private volatile int code = ExitCode.NOT_PROVEN;

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        MonitorCommand monitor = new MonitorCommand();
        return SharedOptions.annotated(monitor, monitor.backends);
    }

    @Override
    public Integer call() throws Exception {
        NamedTargets names = new NamedTargets();
        Probe probe = options.probe(target == null ? "here" : target, names);
        Optional<Duration> limit = Optional.ofNullable(length).map(Durations::parse);
        Optional<TargetSpec> from = Optional.ofNullable(target).map(TargetNotation::parse);
        Thread onSignal = new Thread(this::endAndHalt, "nofin-signal");
        try (Backend backend = from.isPresent() ? backends.choose() : new LocalBackend("");
                MonitorView view = MonitorView.start(probe, names.typed(probe.check()), json, Terminal.isInteractive());
                Watching monitor = monitor(backend, probe, from, names, limit, view)) {
            Runtime.getRuntime().addShutdownHook(onSignal);
            view.follow(monitor);
            await(monitor, limit.map(time -> monitor instanceof FollowedMonitor ? time.plus(GRACE) : time).orElse(FOR_EVER));
            monitor.stop(interrupted ? Duration.ZERO : CALLBACKS);
            if (monitor instanceof FollowedMonitor followed) {
                followed.check();
            }
            MonitorResult result = monitor.result();
            view.ended(result);
            code = result.state() == ProbeState.UP ? ExitCode.DONE : ExitCode.NOT_PROVEN;
            return code;
        } finally {
            over.countDown();
            Execution.forget(onSignal);
        }
    }

    /** Probes from this process's network when no target is given, since the agent may not be able to reach that network. */
    private static Watching monitor(Backend backend, Probe probe, Optional<TargetSpec> from, NamedTargets targets, Optional<Duration> length,
            ProbeListener listener) throws IOException {
        if (from.isPresent() && backend instanceof AgentBackend agent) {
            return FollowedMonitor.follow(probe, agent.client().monitor(MonitorBody.of(probe, from.get(), targets, length)), listener);
        }
        if (from.isPresent()) {
            backend.requireRights();
        }
        return LoneMonitor.start(probe, from, targets.all(), listener);
    }

    private void await(Watching monitor, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!interrupted && deadline - System.nanoTime() > 0
                && !monitor.awaitEnd(Duration.ofNanos(Math.min(TimeUnit.MILLISECONDS.toNanos(100), deadline - System.nanoTime())))) {
            Thread.onSpinWait();
        }
    }

    /** Runs as a shutdown hook: waits for the monitor to end, then exits with its verdict instead of the signal's. */
    private void endAndHalt() {
        interrupted = true;
        try {
            over.await(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
